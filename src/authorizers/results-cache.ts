import { Duration } from 'aws-cdk-lib';
import { BindAuthorizerOptions } from './authorizer-contract';
import { ApiType } from '../api-type';
import { requireDuration } from '../duration-check';
import { Limits } from '../limits';

/**
 * @throws when API Gateway cannot remember an authorizer's answer for that long
 */
export function checkResultsCacheTtl(authorizer: string, ttl?: Duration): void {
  if (ttl === undefined) return;
  requireDuration(`resultsCacheTtl of ${authorizer}`, ttl);
  if (ttl.isUnresolved()) {
    // Throws for a unit that cannot be converted at deploy time: here, and not at synthesis.
    ttl.toSeconds();
    return;
  }
  const seconds = ttl.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds > Limits.AUTHORIZER_TTL_MAX_SECONDS) {
    throw new Error(`${authorizer} was given a resultsCacheTtl of ${seconds} seconds, which API Gateway refuses; `
      + `write whole seconds from 0 (answers are not kept) to ${Limits.AUTHORIZER_TTL_MAX_SECONDS}`);
  }
}

/** Why there is nothing to remember of tokens. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-authorizer.html */
const REMEMBERS_NOTHING = {
  [ApiType.HTTP]: 'an HTTP API checks each token itself and remembers nothing',
  [ApiType.WEBSOCKET]: 'a WebSocket API asks once, when somebody connects, and remembers nothing',
};

/**
 * @throws when it is said how long answers about tokens are remembered, where none are
 */
export function refuseResultsCacheTtl(authorizer: string, { apiType, routeKey }: BindAuthorizerOptions, ttl?: Duration): void {
  if (ttl === undefined || apiType === ApiType.REST) return;
  throw new Error(`'${routeKey}' was given ${authorizer} with a resultsCacheTtl, but ${REMEMBERS_NOTHING[apiType]}; leave resultsCacheTtl out`);
}
