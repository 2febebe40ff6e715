import { OriginSecret } from './origin-secret';
import { allow, Answer, forbid } from '../tokens/authorizer-answer';
import { AuthorizerRequest, headerValues } from '../tokens/authorizer-request';
import { TokenCheck } from '../tokens/token-check';

/**
 * What the handler works with.
 */
export interface Surroundings {
  readonly originHeader: string;
  readonly originSecret: OriginSecret;

  /**
   * @default - whoever comes through CloudFront is let in
   */
  readonly tokens?: TokenCheck;
}

/**
 * Lets in who comes through CloudFront and, where tokens are asked for, has a good one.
 *
 * The origin is checked first: who walks around CloudFront cannot make the function ask the issuer for keys.
 *
 * @throws when it cannot be known whether the request came through CloudFront: API Gateway then answers 500
 */
export async function onRequest(request: AuthorizerRequest, { originHeader, originSecret, tokens }: Surroundings): Promise<Answer> {
  if (!await originSecret.isAmong(headerValues(request, originHeader))) {
    console.info('refused: the request did not come through CloudFront');
    return forbid(request);
  }
  return tokens ? tokens.answer(request) : allow(request);
}
