import { Annotations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from './api-type';
import { ContractDocument } from './openapi/contract-reader/contract-document';
import { ContractOperation } from './openapi/contract-reader/contract-operation';
import { OpenApiContract } from './openapi/open-api-contract';
import { RouteOptions } from './route-options';

/** A route of the `routes` prop, with the operation of the contract that it answers. */
interface ContractRoute {
  readonly routeKey: string;
  readonly options: RouteOptions;
  /** Undefined for a route that is in no contract. */
  readonly operation?: ContractOperation;
}

/** Lists are cut here: the first ones tell what is wrong with the others. */
const MOST_LISTED = 50;

/**
 * The routes of an API: those that a contract demands, each with the options that the user gives it, and further ones.
 *
 * @throws with all operations that have no options, and for options that belong to no operation
 */
export function contractRoutes(
  apiType: ApiType, contract: OpenApiContract | undefined, routes: { [name: string]: RouteOptions } = {},
): ContractRoute[] {
  if (contract === undefined) return Object.entries(routes).map(([routeKey, options]) => ({ routeKey, options }));
  const { name: document, operations } = contract._document;
  const answered = new Map<ContractOperation, string>();
  const made = Object.entries(routes).map(([name, options]): ContractRoute => {
    const operation = operations.find(({ key, operationId }) => key.toString() === name || operationId === name);
    if (operation === undefined) return furtherRoute(document, name, options);
    const twin = answered.get(operation);
    if (twin !== undefined) throw new Error(`routes has '${twin}' and '${name}', which are one operation of ${document}; write one of the two`);
    answered.set(operation, name);
    return { routeKey: operation.key.toString(), options: withFacts(apiType, operation, options), operation };
  });
  const missing = operations.filter((operation) => !answered.has(operation));
  if (missing.length > 0) throw new Error(missingMessage(document, missing));
  return made;
}

/**
 * Warns once of all that a contract says and the API does not heed.
 */
export function warnOfReductions(scope: Construct, apiType: ApiType, { name, reductions }: ContractDocument): void {
  const told = reductions.filter(({ ofChecks }) => apiType === ApiType.REST || !ofChecks);
  if (told.length === 0) return;
  const listed = told.slice(0, MOST_LISTED).map(({ pointer, message }) => `\n  - '${pointer}' ${message}`).join('');
  Annotations.of(scope).addWarningV2('cdk-gatehouse:contractReduced',
    `${name} says what the API does not heed:${listed}${told.length > MOST_LISTED ? `\n  and ${told.length - MOST_LISTED} more` : ''}`);
}

/** A route beside the contract has a key of its own; a lone word would be an operation. */
function furtherRoute(document: string, name: string, options: RouteOptions): ContractRoute {
  if (name.includes(' ') || name.startsWith('$')) return { routeKey: name, options };
  throw new Error(`routes has '${name}', which is no operationId of ${document}; write one that it has, or a route key as 'GET /pets/{id}'`);
}

/** What the contract says of an operation, where the user says nothing else. HTTP APIs check no requests. */
function withFacts(apiType: ApiType, operation: ContractOperation, options: RouteOptions): RouteOptions {
  const { operationName, description, summary, request } = operation;
  return { operationName, description: description ?? summary, ...apiType === ApiType.REST && request && { request }, ...options };
}

function missingMessage(document: string, missing: ContractOperation[]): string {
  const names = missing.slice(0, MOST_LISTED).map(({ key, operationId, pointer }) => `\n  - '${operationId ?? key}' (${operationId === undefined ? '' : `${key}, `}${pointer})`).join('');
  const rest = missing.length > MOST_LISTED ? `\n  and ${missing.length - MOST_LISTED} more` : '';
  return `routes has no options for ${missing.length} operation${missing.length > 1 ? 's' : ''} of ${document}, so nothing would answer ${missing.length > 1 ? 'them' : 'it'}:${names}${rest}\n`
    + 'write them under the operationId or the route key, as routes: { listPets: { integration: Integration.lambdaFunction(fn) } }';
}
