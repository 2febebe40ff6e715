import { ContractReading, quoted } from './contract-reading';
import { ContractReferences } from './contract-references';
import { OperationReading } from './operation-reading';
import { RouteKey } from '../../route-key';
import { isSchemaObject } from '../json-schema';
import { JsonObject } from '../json-value';

/**
 * A parameter of an operation, its path's included.
 */
export interface ContractParameter {
  readonly name: string;
  readonly location: ParameterLocation;
  readonly required: boolean;
  /** Whether API Gateway can look at it. */
  readonly mapped: boolean;
  /** The place of its description, or of the operation for one that only the path names. */
  readonly pointer: string;
  /** As the document has it, a reference too. */
  readonly written: JsonObject;
}

/**
 * An operation and the path item that it stands in, with their places.
 */
export interface OperationPlaces {
  readonly pathItem: JsonObject;
  readonly pathItemPointer: string;
  readonly operation: unknown;
  readonly operationPointer: string;
}

type ParameterLocation = 'path' | 'query' | 'header' | 'cookie';

const LOCATIONS: ParameterLocation[] = ['path', 'query', 'header', 'cookie'];

/** OpenAPI describes these elsewhere. @see https://spec.openapis.org/oas/v3.0.3#parameter-object */
const IGNORED_HEADERS = ['accept', 'content-type', 'authorization'];

const MAPPABLE = /^[A-Za-z0-9._$-]+$/;

/**
 * Reads the parameters of one operation: its own, those of its path item that it does not describe anew, and those that only the path names.
 */
export function readParameters({ reading, references }: OperationReading, key: RouteKey, places: OperationPlaces): ContractParameter[] {
  const shared = readList(reading, references, places.pathItem, places.pathItemPointer);
  const own = readList(reading, references, places.operation, places.operationPointer);
  const parameters = [...new Map([...shared, ...own]).values()];
  return [...pathParameters(reading, key, places.operationPointer, parameters), ...parameters.filter(({ location }) => location !== 'path')];
}

function pathParameters(reading: ContractReading, key: RouteKey, operationPointer: string, declared: ContractParameter[]): ContractParameter[] {
  const inPath = declared.filter(({ location }) => location === 'path');
  for (const { name, pointer } of inPath) {
    if (!key.pathParameters.includes(name)) reading.leaveOut(pointer, `declares the path parameter '${name}', which the path '${key.path}' does not have; it is left out`);
  }
  return key.pathParameters.map((name) => {
    const parameter = inPath.find((one) => one.name === name);
    if (parameter) return parameter;
    reading.reduce(operationPointer, `does not declare the parameter '${name}' of its path; it is taken as a text`);
    return { name, location: 'path', required: true, mapped: true, pointer: operationPointer, written: { name, in: 'path', required: true, schema: { type: 'string' } } };
  });
}

function readList(reading: ContractReading, references: ContractReferences, holder: unknown, holderPointer: string): Map<string, ContractParameter> {
  const parameters = new Map<string, ContractParameter>();
  const pointer = `${holderPointer}/parameters`;
  const list = isSchemaObject(holder) ? reading.list(holder.parameters, pointer, 'list of parameters') : undefined;
  for (const [index, written] of (list ?? []).entries()) {
    const parameter = readParameter(reading, references, written, `${pointer}/${index}`);
    if (parameter === undefined) continue;
    const identity = `${parameter.location} ${parameter.location === 'header' ? parameter.name.toLowerCase() : parameter.name}`;
    if (parameters.has(identity)) reading.problem(parameter.pointer, `declares the ${parameter.location} parameter '${parameter.name}' a second time; write it once`);
    parameters.set(identity, parameter);
  }
  return parameters;
}

function readParameter(reading: ContractReading, references: ContractReferences, written: unknown, pointer: string): ContractParameter | undefined {
  const entry = reading.object(written, pointer, 'parameter');
  const located = entry && references.follow(entry, pointer);
  const parameter = located && reading.object(located.value, located.pointer, 'parameter');
  if (entry === undefined || located === undefined || parameter === undefined) return undefined;
  if (parameter.name === undefined) return reading.problem(located.pointer, 'is a parameter without a name; write \'name\'');
  const name = reading.word(parameter.name, `${located.pointer}/name`, 'parameter\'s name');
  const location = LOCATIONS.find((one) => one === parameter.in);
  if (location === undefined) {
    return reading.problem(located.pointer, `is a parameter with ${parameter.in === undefined ? 'no \'in\'' : `'in: ${quoted(parameter.in)}'`}; write one of ${LOCATIONS.join(', ')}`);
  }
  const required = reading.flag(parameter.required, `${located.pointer}/required`);
  if (name === undefined) return undefined;
  return {
    // A greedy parameter may be declared with its plus sign or without.
    name: location === 'path' ? name.replace(/\+$/, '') : name,
    location,
    required: required || location === 'path',
    mapped: isMapped(reading, name, location, pointer),
    pointer,
    written: entry,
  };
}

function isMapped(reading: ContractReading, name: string, location: ParameterLocation, pointer: string): boolean {
  if (location === 'path') return true;
  if (location === 'cookie') {
    reading.reduce(pointer, `declares the cookie '${name}', and API Gateway does not look at cookies`);
    return false;
  }
  if (location === 'header' && IGNORED_HEADERS.includes(name.toLowerCase())) {
    reading.reduce(pointer, `declares the header '${name}' as a parameter, which OpenAPI ignores`);
    return false;
  }
  if (!MAPPABLE.test(name)) {
    reading.reduce(pointer, `declares the ${location} parameter '${name}', which API Gateway cannot map; it takes letters, digits and . _ - $`);
    return false;
  }
  return true;
}
