import { Token } from 'aws-cdk-lib';
import { ApiType } from '../../src/api-type';
import { checkIdentitySources, identitySourcesOf } from '../../src/authorizers/identity-sources';

/** One source in the words of each type. */
const SOURCES: [string, string, string][] = [
  ['method.request.header.X-Token', '$request.header.X-Token', 'route.request.header.X-Token'],
  ['method.request.querystring.request.token', '$request.querystring.request.token', 'route.request.querystring.request.token'],
  ['stageVariables.zone', '$stageVariables.zone', 'stageVariables.zone'],
  ['context.identity.sourceIp', '$context.identity.sourceIp', 'context.identity.sourceIp'],
];

test.each(SOURCES)('%s, %s and %s are the same', (rest, http, webSocket) => {
  for (const source of [rest, http, webSocket]) {
    expect(() => checkIdentitySources('Authorizer.lambdaRequest()', [source])).not.toThrow();
    expect(identitySourcesOf(ApiType.REST, [source])).toEqual([rest]);
    expect(identitySourcesOf(ApiType.HTTP, [source])).toEqual([http]);
    expect(identitySourcesOf(ApiType.WEBSOCKET, [source])).toEqual([webSocket]);
  }
});

test.each(Object.values(ApiType))('what only a deployment knows stays as it is for %s', (apiType) => {
  const [source, list] = [Token.asString({ Ref: 'Source' }), Token.asList({ Ref: 'Sources' })];
  expect(identitySourcesOf(apiType, [source])).toEqual([source]);
  expect(identitySourcesOf(apiType, list)).toBe(list);
});

test.each(['$method.request.header.X', '$route.request.header.X', 'route.header.X', 'route.request.header.', 'route.request.path.id', 'route.stageVariables.x'])('fails for %s', (source) => {
  expect(() => checkIdentitySources('Authorizer.lambdaRequest()', [source])).toThrow(`was given the identity source '${source}', which API Gateway does not know`);
});
