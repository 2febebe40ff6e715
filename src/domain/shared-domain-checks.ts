import { CfnResource, Reference, Stack, Stage, Token, Tokenization, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApiDomainOptions } from './api-domain-options';
import { SharedBy, SharedDomain, isDomainName } from './shared-domain';
import { ApiType } from '../api-type';

/** What is decided where the domain is made. */
const OWNERS = ['certificate', 'hostedZone', 'mutualTls', 'ipAddressType'] as const;

const FACTORIES = {
  [SharedBy.ROUTED]: 'SharedDomain.rest(domainName), SharedDomain.http(domainName)',
  [SharedBy.WEBSOCKET]: 'SharedDomain.webSocket(domainName)',
};

/** Where an API is put. */
interface Place {
  readonly scope: IConstruct;
  readonly apiType: ApiType;
  /** Whether the API's endpoint is edge-optimized. */
  readonly edge: boolean;
}

/**
 * Checks, before anything is created, whether an API can stand under a domain that exists already. What is only known at deploy time passes.
 *
 * @throws when API Gateway could not map the domain to the API, or would not do it as asked
 */
export function checkSharedDomain(existing: SharedDomain, options: ApiDomainOptions, place: Place): void {
  if (typeof existing._nameInMapping !== 'function') {
    throw new Error(`domain '${options.domainName}' was given existing as '${String(existing)}', which does not say who made it; `
      + `write ${FACTORIES[sharedBy(place)]} or SharedDomain.elsewhere()`);
  }
  for (const prop of OWNERS) {
    if (options[prop] === undefined) continue;
    throw new Error(`domain '${options.domainName}' was given existing and ${prop}, which belongs to whoever makes the domain; leave ${prop} out, or write it there`);
  }
  checkName(existing, options);
  checkWhere(existing, options, place);
  checkSharers(existing, options, place);
  checkKind(existing, options, place);
  checkPolicy(existing, options, place);
  checkMappings(existing, options, place);
  const { keepDefaultEndpoint } = options;
  if (keepDefaultEndpoint !== undefined && existing._facts.mutualTls) {
    throw new Error(`keepDefaultEndpoint '${keepDefaultEndpoint}' cannot go with domain '${options.domainName}', which asks for client certificates: `
      + 'the default endpoint asks nobody for one, so it is a way around; leave keepDefaultEndpoint out');
  }
}

function checkName(existing: SharedDomain, { domainName }: ApiDomainOptions): void {
  const { name } = existing._facts;
  if (name === undefined || Token.isUnresolved(domainName) || name === domainName) return;
  throw new Error(`domain '${domainName}' was given an existing one whose name is '${name}'; write domainName: '${name}', or the domain that has the name`);
}

function checkWhere(existing: SharedDomain, { domainName }: ApiDomainOptions, { scope }: Place): void {
  const resource = existing._resource;
  if (!resource) return;
  for (const what of ['region', 'account'] as const) {
    const [there, here] = [Stack.of(resource)[what], Stack.of(scope)[what]];
    if (Token.isUnresolved(there) || Token.isUnresolved(here) || there === here) continue;
    throw new Error(`domain '${domainName}' is made in the ${what} ${there} and the API in ${here}, and API Gateway maps a domain to APIs beside it alone; make the domain in ${here} as well`);
  }
}

function sharedBy({ apiType }: Place): SharedBy {
  return apiType === ApiType.WEBSOCKET ? SharedBy.WEBSOCKET : SharedBy.ROUTED;
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-mappings.html */
function checkSharers(existing: SharedDomain, { domainName }: ApiDomainOptions, place: Place): void {
  const [theirs, ours] = [existing._sharedBy, sharedBy(place)];
  if (theirs === undefined || theirs === ours) return;
  throw new Error(ours === SharedBy.WEBSOCKET
    ? `domain '${domainName}' was given existing as a domain of REST and HTTP APIs, beside which API Gateway maps no WebSocket API; write SharedDomain.webSocket(domainName) for the domain of another one, or leave existing out and write a domainName of its own`
    : `domain '${domainName}' was given existing as a domain of WebSocket APIs, beside which API Gateway maps no API of another type; give this API another domain`);
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html */
function checkKind(existing: SharedDomain, { domainName }: ApiDomainOptions, { apiType }: Place): void {
  const { routingMode, endpointType, mutualTls } = existing._facts;
  if (routingMode === 'ROUTING_RULE_ONLY' || (apiType !== ApiType.REST && routingMode?.startsWith('ROUTING_RULE'))) {
    throw new Error(`domain '${domainName}' has the routing mode '${routingMode}', in which ${routingMode === 'ROUTING_RULE_ONLY'
      ? 'mappings of base paths lead nowhere' : 'it leads to REST APIs alone'}; set the domain's routing mode to API_MAPPING_ONLY, or take another domain`);
  }
  if (apiType !== ApiType.REST && endpointType === 'EDGE') {
    throw new Error(`domain '${domainName}' is edge-optimized, and only REST APIs stand under such a domain; make the domain Regional, or take another one`);
  }
  if (apiType === ApiType.WEBSOCKET && mutualTls) {
    throw new Error(`domain '${domainName}' asks for client certificates, which WebSocket APIs do not; take a domain without mutual TLS`);
  }
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html */
function checkPolicy(existing: SharedDomain, { domainName, tlsPolicy }: ApiDomainOptions, { apiType, edge }: Place): void {
  const { tlsPolicy: theirs } = existing._facts;
  if (theirs === undefined || theirs === 'TLS_1_2') return;
  if (apiType !== ApiType.REST) {
    throw new Error(`domain '${domainName}' has the TLS policy '${theirs}', and only REST APIs stand under such a domain; make the domain with 'TLS_1_2', or take another one`);
  }
  if (tlsPolicy?._enhanced || !theirs.startsWith('SecurityPolicy_') || theirs.endsWith('_EDGE') !== edge) return;
  throw new Error(`domain '${domainName}' has the TLS policy '${theirs}', but a call is encrypted by the policy of the API behind it, which would be 'TLS_1_2'; `
    + `write tlsPolicy: DomainTlsPolicy.of('${theirs}')`);
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html */
function checkMappings(existing: SharedDomain, { domainName, basePath = '' }: ApiDomainOptions, place: Place): void {
  for (const { resource, path = '', api } of mappingsBeside(place.scope).filter((mapping) => isOf(mapping, domainName, existing))) {
    const theirs = api && sharedByApi(api);
    if (theirs !== undefined && theirs !== sharedBy(place)) {
      throw new Error(`domain '${domainName}' leads to the ${theirs === SharedBy.WEBSOCKET ? 'WebSocket' : 'REST or HTTP'} API '${api!.node.path}', beside which API Gateway maps `
        + `${theirs === SharedBy.WEBSOCKET ? 'no API of another type' : 'no WebSocket API'}; give this API another domain`);
    }
    if (Token.isUnresolved(path) || Token.isUnresolved(basePath) || (path === '(none)' ? '' : path) !== basePath) continue;
    const taken = `is taken by '${resource.node.path}'`;
    throw new Error(basePath === ''
      ? `the root of domain '${domainName}' ${taken}; write a basePath, as 'v2'`
      : `base path '${basePath}' of domain '${domainName}' ${taken}, and leads to one API; write another basePath, as '${basePath}-v2'`);
  }
}

/** What a mapping leads to; undefined when that is not known. */
function sharedByApi(api: IConstruct): SharedBy | undefined {
  if (apigateway.CfnRestApi.isCfnRestApi(api)) return SharedBy.ROUTED;
  // Tokens, and what is no API, tell nothing; an API with a document is an HTTP API, and says no type.
  if (!apigatewayv2.CfnApi.isCfnApi(api) || Token.isUnresolved(api.protocolType)) return undefined;
  return api.protocolType === ApiType.WEBSOCKET ? SharedBy.WEBSOCKET : SharedBy.ROUTED;
}

interface Mapping {
  readonly resource: CfnResource;
  readonly domainName: string;
  readonly path?: string;
  /** The API, where the app makes it. */
  readonly api?: IConstruct;
}

/** A name is of one region, and another stage of the app is another deployment. One that depends on a condition may never be made. */
function mappingsBeside(scope: IConstruct): Mapping[] {
  return (Stage.of(scope) ?? scope.node.root).node.findAll().flatMap((resource): Mapping[] => {
    if (apigateway.CfnBasePathMapping.isCfnBasePathMapping(resource)) {
      return [{ resource, domainName: resource.domainName, path: resource.basePath, api: referredBy(resource.restApiId) }];
    }
    if (!apigatewayv2.CfnApiMapping.isCfnApiMapping(resource)) return [];
    return [{ resource, domainName: resource.domainName, path: resource.apiMappingKey, api: referredBy(resource.apiId) }];
  }).filter(({ resource }) => resource.cfnOptions.condition === undefined && Stack.of(resource).region === Stack.of(scope).region);
}

function isOf(mapping: Mapping, domainName: string, existing: SharedDomain): boolean {
  if (mapping.domainName === domainName) return true;
  const made = referredBy(mapping.domainName);
  return isDomainName(made) && (made === existing._resource || made.domainName === domainName);
}

/** What a text refers to that is nothing but a reference. */
function referredBy(text: string | undefined): IConstruct | undefined {
  if (!text) return undefined;
  const { length, firstToken } = Tokenization.reverseString(text);
  return length === 1 && Reference.isReference(firstToken) ? firstToken.target : undefined;
}
