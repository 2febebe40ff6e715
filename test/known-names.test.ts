import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { InterfaceDeclaration, ScriptTarget, SyntaxKind, createSourceFile, forEachChild, isInterfaceDeclaration, isPropertySignature } from 'typescript';
import { httpApi } from './http-api';
import { errorOf, restApi, testStack } from './rest-api';
import { ApiType } from '../src/api-type';
import { checkApiPropNames, checkRouteOptionNames } from '../src/known-names';
import { RouteOptions } from '../src/route-options';

const SOURCE = join(__dirname, '..', 'src');

/** The structs of the library as their source declares them. */
const structs = new Map<string, InterfaceDeclaration>();
for (const file of readdirSync(SOURCE, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.ts'))) {
  const source = createSourceFile(file, readFileSync(join(SOURCE, file), 'utf-8'), ScriptTarget.Latest, true);
  forEachChild(source, (node) => {
    if (isInterfaceDeclaration(node) && node.modifiers?.some(({ kind }) => kind === SyntaxKind.ExportKeyword)) structs.set(node.name.text, node);
  });
}

/** An object with every member that a struct can have, and in each struct among them likewise; and the same with one name too many at each place. */
function filled(struct: string, extra?: string, at = ''): Record<string, unknown> {
  const declaration = structs.get(struct)!;
  const parents = declaration.heritageClauses?.flatMap(({ types }) => types.map((type) => type.expression.getText())) ?? [];
  const members = declaration.members.filter(isPropertySignature).map((member): [string, unknown] => {
    const name = member.name.getText();
    const type = member.type!.getText();
    const inner = /^\{ \[\w+: string\]: (\w+) \}$/.exec(type)?.[1];
    // addRoute looks into the options of each route.
    if (name === 'routes') return [name, {}];
    if (isStruct(type)) return [name, filled(type, extra, `${at}${name}.`)];
    return [name, inner !== undefined && isStruct(inner) ? { key: filled(inner, extra, `${at}${name}['key'].`) } : 'value'];
  });
  const inherited = parents.map((parent) => filled(parent, extra, at));
  return Object.assign({}, ...inherited, Object.fromEntries(members), extra === at ? { unheardOf: 1 } : {}) as Record<string, unknown>;
}

/** Data alone: what has methods, or is a class, is the user's own value. */
function isStruct(type: string): boolean {
  return !/^I[A-Z]/.test(type) && structs.get(type)?.members.every(isPropertySignature) === true;
}

/** Every place of a struct where structs are, with its own name. */
function places(value: Record<string, unknown>, at = ''): string[] {
  return [at, ...Object.entries(value).flatMap(([name, member]) => {
    if (typeof member !== 'object' || member === null || name === 'routes') return [];
    if ('key' in member && typeof member.key === 'object') return places(member.key as Record<string, unknown>, `${at}${name}['key'].`);
    return places(member as Record<string, unknown>, `${at}${name}.`);
  })];
}

const APIS: [string, ApiType.REST | ApiType.HTTP][] = [['GovernedRestApiProps', ApiType.REST], ['LeanHttpApiProps', ApiType.HTTP]];

describe('the names that are known', () => {
  test.each(APIS)('are those of %s, in every struct among them', (struct, apiType) => {
    const props = filled(struct);

    expect(Object.keys(props)).toEqual(expect.arrayContaining(['authorizer', 'cors', 'domain', 'failOnWarnings']));
    expect(() => checkApiPropNames(apiType, props)).not.toThrow();
  });

  test('are those of RouteOptions, in every struct among them', () => {
    const options = filled('RouteOptions');

    expect(Object.keys(options)).toEqual(expect.arrayContaining(['integration', 'request', 'cache']));
    expect(() => checkRouteOptionNames('GET /pets', options as unknown as RouteOptions)).not.toThrow();
  });

  test.each(APIS)('are all: any other fails in %s, at every depth', (struct, apiType) => {
    const found = places(filled(struct));

    expect(found).toEqual(expect.arrayContaining(['', 'cors.', 'domain.mutualTls.', 'alarms.serverErrors.', "cloudFront.behaviors['key'].", 'cloudFront.accessLog.']));
    for (const place of found.filter((one) => one !== '')) {
      expect(() => checkApiPropNames(apiType, filled(struct, place))).toThrow(`the API was given '${place}unheardOf', which nothing reads, so it would be ignored in silence; leave it out, or write one of `);
    }
  });

  test.each(APIS)('are not all at the top of %s, where a class of the user\'s has its own', (struct, apiType) => {
    expect(() => checkApiPropNames(apiType, { ...filled(struct), unheardOf: 1, tableName: 'orders' })).not.toThrow();
    expect(() => checkApiPropNames(apiType, { ...filled(struct), autorizer: 1 })).toThrow('write \'authorizer\'');
    expect(() => checkApiPropNames(apiType, { ...filled(struct), corsPreflight: 1 })).toThrow('corsPreflight');
  });

  test('are all: any other fails in RouteOptions, at every depth', () => {
    const found = places(filled('RouteOptions'));

    expect(found.sort()).toEqual(['', 'cache.', 'request.', 'throttle.']);
    for (const place of found) {
      expect(() => checkRouteOptionNames('GET /pets', filled('RouteOptions', place) as unknown as RouteOptions)).toThrow(`'GET /pets' was given '${place}unheardOf', which nothing reads`);
    }
  });

  test('may hold undefined under any name, which asks for nothing', () => {
    expect(() => checkApiPropNames(ApiType.REST, { autorizer: undefined })).not.toThrow();
  });
});

describe('a name that nothing reads fails for an API and says what to write:', () => {
  test.each<[object, string, string]>([
    [{ autorizer: 1 }, 'autorizer', "write 'authorizer'"],
    [{ throtle: 1 }, 'throtle', "write 'throttle'"],
    [{ APIName: 'orders' }, 'APIName', "write 'apiName'"],
    [{ corsPreflight: {} }, 'corsPreflight', 'write cors'],
    [{ defaultAuthorizer: 1 }, 'defaultAuthorizer', 'write authorizer'],
    [{ defaultCorsPreflightOptions: {} }, 'defaultCorsPreflightOptions', 'write cors'],
    [{ authorizationScopes: ['a'] }, 'authorizationScopes', 'write defaultScopes'],
    [{ disableExecuteApiEndpoint: true }, 'disableExecuteApiEndpoint', 'leave it out; a domain switches the default endpoint off'],
    [{ createDefaultStage: false }, 'createDefaultStage', 'leave it out; the API always has its stage'],
    [{ deployOptions: {} }, 'deployOptions', 'write stageName, throttle, accessLog'],
    [{ accessLog: { destination: 1 } }, 'accessLog.destination', 'write accessLog: { logGroup }'],
    [{ cors: { allowOrigin: ['*'] } }, 'cors.allowOrigin', "write 'cors.allowOrigins'"],
    [{ domain: { domainName: 'api.example.com', mutualTls: { trustore: 1 } } }, 'domain.mutualTls.trustore', "write 'domain.mutualTls.truststore'"],
    [{ cloudFront: { behaviors: { '/a/*': { tll: 1 } } } }, "cloudFront.behaviors['/a/*'].tll", "write 'cloudFront.behaviors['/a/*'].ttl'"],
  ])('%j', (props, name, remedy) => {
    const stack = testStack();
    const message = `the API was given '${name}', which nothing reads, so it would be ignored in silence; ${remedy}`;

    expect(errorOf(stack, () => restApi(stack, props))).toContain(message);
    expect(errorOf(stack, () => httpApi(stack, props))).toContain(message);
  });

  test('automatic deployments, on a REST API', () => {
    const stack = testStack();
    expect(errorOf(stack, () => restApi(stack, { autoDeploy: 'why' } as object))).toContain("given 'autoDeploy', which nothing reads, so it would be ignored in silence; leave it out; a REST API has a deployment");
  });
});

test.each([undefined, null, 'GET /pets'])('options that are %p have no names to judge', (options) => {
  expect(() => checkRouteOptionNames('GET /pets', options as unknown as RouteOptions)).not.toThrow();
});

describe('a name that nothing reads fails for a route and says what to write:', () => {
  test.each<[object, string, string]>([
    [{ autorizer: 1 }, 'autorizer', "write 'authorizer'"],
    [{ authoriser: 1 }, 'authoriser', "write 'authorizer'"],
    [{ scope: ['a'] }, 'scope', "write 'scopes'"],
    [{ authorizationScopes: ['a'] }, 'authorizationScopes', 'write scopes'],
    [{ requestParameters: {} }, 'requestParameters', 'write request: { requiredQuery, requiredHeaders }'],
    [{ cache: { tll: 1 } }, 'cache.tll', "write 'cache.ttl'"],
    [{ throttle: { rate: 1 } }, 'throttle.rate', 'leave it out, or write one of burstLimit, rateLimit'],
  ])('%j', (options, name, remedy) => {
    expect(() => checkRouteOptionNames('GET /pets', options as RouteOptions)).toThrow(`'GET /pets' was given '${name}', which nothing reads, so it would be ignored in silence; ${remedy}`);
  });
});
