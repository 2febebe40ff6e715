import { privateDomain, restDomain, v2Domain } from './domains';
import { Resources } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { inRegion } from '../spellings/region-spellings';

const many = (count: number, one: (name: string) => Resources): Resources => Object.fromEntries(Array.from({ length: count }, (_, index) => {
  const [resource] = Object.values(one(`api${index}.example.com`));
  return [`Resource${index}`, resource];
}));

describeRule('domain-count', {
  template: (count: number) => ({ ...v2Domain(), ...many(count - 1, (name) => restDomain({ DomainName: name })) }),
  passes: [120],
  fails: [121],
  message: 'the region has 121 public domains here alone, and the quota of an account is 120',
  unknown: 'resources are counted as they stand',
});

describeRule('domain-count', {
  template: (count: number) => ({ ...v2Domain(), ...many(count, (name) => privateDomain({ DomainName: name })) }),
  passes: [50],
  fails: [51],
  message: 'the region has 51 private domains here alone, and the quota of an account is 50',
  unknown: 'resources are counted as they stand',
  spellings: inRegion('eu-west-1'),
}, 'private ones');

describeRule('client-certificate-count', {
  template: (count: number) => many(count, () => ({ Certificate: { Type: 'AWS::ApiGateway::ClientCertificate', Properties: {} } })),
  passes: [60],
  fails: [61],
  message: 'the region has 61 client certificates here alone, and the quota of an account is 60',
  unknown: 'resources are counted as they stand',
});
