import { requiredVariable } from '../environment';
import { Answer } from '../tokens/authorizer-answer';
import { AuthorizerRequest } from '../tokens/authorizer-request';
import { TokenCheck } from '../tokens/token-check';
import { parseTokenRules } from '../tokens/token-rules';
import { systemClock } from '../waiting';

// Made once for each container: the issuer's keys are remembered here.
const tokens = new TokenCheck(parseTokenRules(requiredVariable('TOKEN_RULES')), (url, options) => fetch(url, options), systemClock);

/**
 * The Lambda function's entry point: an authorizer of type REQUEST, of a REST API or of a WebSocket API.
 */
export async function handler(request: AuthorizerRequest): Promise<Answer> {
  return tokens.answer(request);
}
