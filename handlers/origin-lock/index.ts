import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { onRequest, Surroundings } from './on-request';
import { OriginSecret } from './origin-secret';
import { requiredVariable } from '../environment';
import { Answer } from '../tokens/authorizer-answer';
import { AuthorizerRequest } from '../tokens/authorizer-request';
import { TokenCheck } from '../tokens/token-check';
import { parseTokenRules } from '../tokens/token-rules';
import { systemClock } from '../waiting';

// Two attempts of at most 2 seconds, then at most 3 seconds with the issuer: below the 10 that an HTTP API waits for its authorizer.
const secretsManager = new SecretsManagerClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
});

// Made once for each container: what was read from elsewhere is remembered here.
const surroundings: Surroundings = {
  originHeader: requiredVariable('ORIGIN_HEADER'),
  originSecret: new OriginSecret(requiredVariable('ORIGIN_SECRET_ARN'), secretsManager, systemClock),
  tokens: tokenCheck(process.env.TOKEN_RULES),
};

/**
 * The Lambda function's entry point: an authorizer of type REQUEST, of a REST or WebSocket API or, with payload format 2.0 and simple answers, of an HTTP API.
 */
export async function handler(request: AuthorizerRequest): Promise<Answer> {
  return onRequest(request, surroundings);
}

function tokenCheck(rules?: string): TokenCheck | undefined {
  return rules ? new TokenCheck(parseTokenRules(rules), (url, options) => fetch(url, options), systemClock) : undefined;
}
