import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { givenValue } from './given-value';

/**
 * @param what names the value in messages, as `ipAddressType`
 * @throws for a word that API Gateway does not know
 */
export function checkIpAddressType(what: string, type: apigateway.IpAddressType | undefined): void {
  if (type === undefined || Token.isUnresolved(type) || Object.values(apigateway.IpAddressType).includes(type)) return;
  throw new Error(`${what} was given ${givenValue(type)}, which API Gateway does not know; write IpAddressType.IPV4 or IpAddressType.DUAL_STACK`);
}
