import { ApiType } from '../api-type';
import { JsonObject } from './json-value';
import { AuthorizerKind, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { identitySourcesOf } from '../authorizers/identity-sources';

/** An authorizer as callers see it. */
export function contractSecurityScheme(config: RouteAuthorizerConfig): JsonObject {
  if (config.tokenIssuer) {
    return { type: 'openIdConnect', openIdConnectUrl: `${config.tokenIssuer.replace(/\/$/, '')}/.well-known/openid-configuration` };
  }
  if (config.authorizerKind === AuthorizerKind.IAM) {
    return { type: 'apiKey', in: 'header', name: 'Authorization', description: 'AWS Signature Version 4' };
  }
  const [first, ...others] = identitySourcesOf(ApiType.REST, config.identitySources ?? []).filter((source) => source.startsWith('method.request.'));
  if (config.authorizerKind === AuthorizerKind.LAMBDA_REQUEST && first) {
    const [, , place, ...name] = first.split('.');
    return {
      type: 'apiKey',
      in: place === 'querystring' ? 'query' : 'header',
      name: name.join('.'),
      description: others.length > 0 ? `Together with ${others.map((source) => source.replace('method.request.', '')).join(', ')}` : undefined,
    };
  }
  return { type: 'apiKey', in: 'header', name: config.tokenHeader ?? 'Authorization' };
}
