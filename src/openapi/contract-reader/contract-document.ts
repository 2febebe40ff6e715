import { Token } from 'aws-cdk-lib';
import { CopiedDocument } from './contract-copy';
import { ContractModels } from './contract-models';
import { ContractOperation } from './contract-operation';
import { readOperations } from './contract-operations';
import { ContractReading, ContractReduction, quoted } from './contract-reading';
import { ContractReferences, checkReferences } from './contract-references';
import { isSchemaObject } from '../json-schema';
import { JsonObject } from '../json-value';

/**
 * A contract that was read: everything that makes routes, and everything that stays a contract.
 */
export interface ContractDocument {
  /** The contract, as messages name it: `contract 'orders.yaml'`. */
  readonly name: string;
  readonly info: JsonObject;
  readonly tags?: unknown[];
  readonly externalDocs?: JsonObject;
  /** As the document has them, but for `securitySchemes` and for extensions of API Gateway. */
  readonly components: JsonObject;
  readonly operations: ContractOperation[];
  readonly reductions: ContractReduction[];
}

/**
 * Reads a document as OpenAPI 3.0.
 *
 * @throws with every problem of it, each with its place
 */
export function readContractDocument({ document, extensions }: CopiedDocument, name: string): ContractDocument {
  if (!isSchemaObject(document)) throw new Error(`${name} is ${quoted(document)}, which is no OpenAPI document; write an object with 'openapi: 3.0.3', 'info' and 'paths'`);
  checkVersion(document, name);
  const reading = new ContractReading(name);
  const references = new ContractReferences(reading, document);
  const models = new ContractModels(reading, references);

  const info = readInfo(reading, document.info);
  const paths = reading.object(document.paths, '#/paths', 'map from paths to operations');
  if (document.paths === undefined) reading.problem('#/paths', 'does not exist, so that there is nothing to route; write the API\'s paths');
  const components = reading.object(document.components, '#/components', 'map of components') ?? {};
  for (const [section, members] of Object.entries(components)) {
    if (!section.startsWith('x-')) reading.object(members, `#/components/${section}`, 'map from names to components');
  }
  reading.list(document.servers, '#/servers', 'list of servers');
  const tags = reading.list(document.tags, '#/tags', 'list of tags');
  const externalDocs = reading.object(document.externalDocs, '#/externalDocs', 'reference to documentation');
  checkReferences(references, document);

  const hadProblems = reading.hasProblems;
  const operations = readOperations({ reading, references, models }, paths ?? {});
  if (paths !== undefined && operations.length === 0 && !hadProblems && !reading.hasProblems) {
    reading.problem('#/paths', 'has no operation, so that there is nothing to route; write one, as \'/pets: { get: ... }\'');
  }
  models.check();
  reading.throwProblems();

  reduceExtensions(reading, extensions);
  reduceSecurity(reading, document, operations);
  return {
    name,
    info,
    tags,
    externalDocs,
    components: without(components, 'securitySchemes'),
    operations: operations.map((operation) => ({ ...operation, written: without(operation.written, 'security') })),
    reductions: reading.reductions,
  };
}

function checkVersion(document: JsonObject, name: string): void {
  const { openapi, swagger } = document;
  if (openapi === undefined) {
    throw new Error(swagger === undefined
      ? `${name} has no 'openapi' at '#/openapi', so that nobody knows what it is written in; write openapi: 3.0.3`
      : `${name} is Swagger ${String(swagger)} by '#/swagger', and its schemas and bodies are written otherwise; convert it to OpenAPI 3.0, for example with 'npx swagger2openapi'`);
  }
  if (typeof openapi === 'string' && !Token.isUnresolved(openapi) && /^3\.0(\.\d+)?$/.test(openapi)) return;
  throw new Error(/^3(\.[1-9]|$)/.test(String(openapi))
    ? `${name} is OpenAPI ${String(openapi)} by '#/openapi', and API Gateway imports 3.0 only; write openapi: 3.0.3, and what 3.0 says otherwise (nullable: true instead of the type null)`
    : `${name} has ${Token.isUnresolved(openapi) ? 'a token' : quoted(openapi)} at '#/openapi', which is no version of OpenAPI; write openapi: 3.0.3`);
}

function readInfo(reading: ContractReading, written: unknown): JsonObject {
  const info = reading.object(written, '#/info', 'description of the API');
  if (info === undefined) {
    if (written === undefined) reading.problem('#/info', 'does not exist; write info: { title: Orders, version: \'1.0\' }');
    return {};
  }
  for (const member of ['title', 'version']) {
    if (info[member] === undefined) reading.problem(`#/info/${member}`, `does not exist; write the ${member} of the API`);
    reading.text(info[member], `#/info/${member}`, 'text');
  }
  reading.text(info.description, '#/info/description', 'text');
  return info;
}

function reduceExtensions(reading: ContractReading, extensions: CopiedDocument['extensions']): void {
  for (const { pointer, count } of extensions.values()) {
    reading.leaveOut(pointer, `is an extension of API Gateway${count > 1 ? ` that stands at ${count} places` : ''} and is left out; the options of the API and of its routes say that`);
  }
}

/** The authorizers of routes decide who may call, and the contract says what they ask for. */
function reduceSecurity(reading: ContractReading, document: JsonObject, operations: ContractOperation[]): void {
  const secured = operations.find(({ written }) => written.security !== undefined);
  const { securitySchemes } = isSchemaObject(document.components) ? document.components : {};
  const place = document.security !== undefined ? '#/security'
    : secured ? `${secured.pointer}/security`
      : securitySchemes !== undefined ? '#/components/securitySchemes' : undefined;
  if (place !== undefined) reading.leaveOut(place, 'is left out, as every security of the document: the authorizers of the routes decide who may call, and the contract says what they ask for');
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
