import { App, Duration, Lazy, Stack, aws_certificatemanager as acm } from 'aws-cdk-lib';
import { OriginLock, OriginSecretHeaderOptions } from '../../src/domain/origin-lock';
import { testStack } from '../rest-api';

const given = (options: OriginSecretHeaderOptions) => () => OriginLock.secretHeader(options);

describe('a lock by a secret header', () => {
  test.each(['X-Origin-Verify', 'x-from', 'Origin_Proof', 'a'.repeat(64)])('may have the header %s', (headerName) => {
    expect(given({ headerName })).not.toThrow();
  });

  test.each(['Host', 'authorization', 'Cookie', 'X-Amz-Proof', 'x-edge-location', 'Via', 'X-Real-Ip', 'Range'])('fails with the header %s, which is taken', (headerName) => {
    expect(given({ headerName })).toThrow(`headerName '${headerName}', which CloudFront does not add to requests or callers need themselves; write a name of its own`);
  });

  test.each(['', 'X Origin', 'X:Origin', '$x'])('fails with the header %j, which is no name', (headerName) => {
    expect(given({ headerName })).toThrow(`headerName '${headerName}', which is no header name`);
  });

  test('fails with a header that AWS WAF could not keep out of its log', () => {
    expect(given({ headerName: 'a'.repeat(65) })).toThrow('of 65 characters, and AWS WAF keeps none of more than 64 out of its log');
  });

  test('fails with a header that is only known at deploy time', () => {
    expect(given({ headerName: Lazy.string({ produce: () => 'X-Late' }) })).toThrow("headerName '<token>'");
  });

  test.each([Duration.hours(4), Duration.minutes(300), Duration.hours(25), Duration.days(30), Duration.days(999)])('may rotate every %s', (rotateEvery) => {
    expect(given({ rotateEvery })).not.toThrow();
  });

  test.each([Duration.minutes(239), Duration.hours(3), Duration.minutes(250), Duration.seconds(14_401), Duration.days(1000), Duration.seconds(0)])('fails to rotate every %s', (rotateEvery) => {
    expect(given({ rotateEvery })).toThrow(`rotateEvery ${rotateEvery.toHumanString()}, and Secrets Manager counts in whole hours or days, from 4 hours to 999 days; write Duration.days(30)`);
  });

  test('fails to rotate so often as only a deployment knows', () => {
    expect(given({ rotateEvery: Duration.days(Lazy.number({ produce: () => 30 })) })).toThrow('only known at deploy time');
  });

  test('fails without saying where own authorizers check it', () => {
    expect(given({ checkedByOwnAuthorizers: ' ' })).toThrow('checkedByOwnAuthorizers was given an empty reason');
  });
});

describe('a lock by a client certificate', () => {
  const imported = (region: string) => acm.Certificate.fromCertificateArn(testStack(), 'Client', `arn:aws:acm:${region}:111111111111:certificate/c`);

  test('may have a certificate of us-east-1, or one of an unknown region', () => {
    expect(() => OriginLock.mutualTls(imported('us-east-1'))).not.toThrow();
    expect(() => OriginLock.mutualTls(new acm.Certificate(testStack(), 'Client', { domainName: 'client.example.com' }))).not.toThrow();
  });

  test.each([
    ['that is imported', () => imported('eu-west-1')],
    ['that is made there', () => new acm.Certificate(new Stack(new App(), 'Stack', { env: { region: 'eu-west-1' } }), 'Client', { domainName: 'client.example.com' })],
  ])('fails with a certificate of another region %s', (_, certificate) => {
    expect(() => OriginLock.mutualTls(certificate())).toThrow('the client certificate of OriginLock.mutualTls() is in eu-west-1, where CloudFront cannot read it; make one in us-east-1');
  });

  test('fails with what is no certificate', () => {
    expect(() => OriginLock.mutualTls(undefined as never)).toThrow("OriginLock.mutualTls() was given 'undefined', which is no certificate to show");
  });
});

describe('no lock', () => {
  test('fails without a reason', () => {
    expect(() => OriginLock.none('')).toThrow('OriginLock.none() was given an empty reason');
  });
});
