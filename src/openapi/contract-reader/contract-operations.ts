import { ANY_METHOD } from './contract-copy';
import { ContractOperation, readOperation } from './contract-operation';
import { OperationReading } from './operation-reading';
import { RouteKey } from '../../route-key';
import { isSchemaObject, pointerToken } from '../json-schema';
import { JsonObject } from '../json-value';
import { ROUTE_KEY_EXTENSION } from '../route-key-extension';

const METHODS = new Map([
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch'].map((method): [string, string] => [method, method.toUpperCase()]),
  [ANY_METHOD, 'ANY'],
]);

const BESIDE_METHODS = ['$ref', 'summary', 'description', 'servers', 'parameters'];

/** As the operation is read, before its name is compared with those of others. */
type UnnamedOperation = Omit<ContractOperation, 'operationName'>;

/**
 * Reads every operation under `paths`, in the order of the document.
 */
export function readOperations(context: OperationReading, paths: JsonObject): ContractOperation[] {
  const { reading, references } = context;
  const operations: UnnamedOperation[] = [];
  const pathByShape = new Map<string, string>();
  for (const [path, written] of Object.entries(paths)) {
    if (path.startsWith('x-')) continue;
    const pointer = `#/paths/${pointerToken(path)}`;
    const located = references.follow(written, pointer);
    const pathItem = located && reading.object(located.value, located.pointer, 'path item');
    if (located === undefined || pathItem === undefined) continue;
    checkShape(context, path, pointer, pathByShape);
    operations.push(...readPath(context, path, pathItem, pointer, located.pointer));
  }
  checkIds(context, operations);
  return named(operations);
}

function readPath(context: OperationReading, path: string, pathItem: JsonObject, pathPointer: string, pathItemPointer: string): UnnamedOperation[] {
  const { reading } = context;
  const keys = Object.keys(pathItem).filter((key) => !BESIDE_METHODS.includes(key) && (key === ANY_METHOD || !key.startsWith('x-')));
  for (const key of keys.filter((one) => !METHODS.has(one))) {
    reading.problem(`${pathItemPointer}/${pointerToken(key)}`, METHODS.has(key.toLowerCase())
      ? `is a method in upper case; write '${key.toLowerCase()}'`
      : `stands where a method should, and API Gateway has no method '${key}'; write one of ${[...METHODS.keys()].slice(0, -1).join(', ')}, or leave it out`);
  }
  const methods = keys.filter((key) => METHODS.has(key));
  if (methods.length === 0) return [];
  const routeKey = tryRouteKey(context, `${METHODS.get(methods[0])} ${path}`, pathPointer);
  if (routeKey === undefined) return [];
  const seen = new Set<string>();
  return methods.flatMap((method) => {
    const pointer = `${pathItemPointer}/${method}`;
    const key = writtenKey(context, pathItem[method], pointer) ?? RouteKey.parse(`${METHODS.get(method)} ${path}`);
    // `ANY` stands in a contract as one operation for each method.
    if (seen.has(key.toString())) return [];
    seen.add(key.toString());
    const operation = readOperation(context, key, { pathItem, pathItemPointer, operation: pathItem[method], operationPointer: pointer });
    return operation ?? [];
  });
}

/** The route key that an operation of a contract of ours was written from, where its path and method do not say it. */
function writtenKey(context: OperationReading, operation: unknown, pointer: string): RouteKey | undefined {
  const written = isSchemaObject(operation) ? operation[ROUTE_KEY_EXTENSION] : undefined;
  if (written === undefined) return undefined;
  const text = context.reading.word(written, `${pointer}/${ROUTE_KEY_EXTENSION}`, 'route key');
  return text === undefined ? undefined : tryRouteKey(context, text, `${pointer}/${ROUTE_KEY_EXTENSION}`);
}

function tryRouteKey({ reading }: OperationReading, routeKey: string, pointer: string): RouteKey | undefined {
  try {
    return RouteKey.parse(routeKey);
  } catch (error) {
    return reading.problem(pointer, `makes no route of API Gateway: ${(error as Error).message}`);
  }
}

/** Two paths that differ in the names of parameters only are one path. */
function checkShape({ reading }: OperationReading, path: string, pointer: string, pathByShape: Map<string, string>): void {
  const shape = path.replace(/\{[^{}]*?(\+?)\}/g, '{$1}');
  const twin = pathByShape.get(shape);
  if (twin === undefined) pathByShape.set(shape, path);
  else reading.problem(pointer, `is the same path as '#/paths/${pointerToken(twin)}' but for the names of its parameters; write their operations under one of them`);
}

function checkIds({ reading }: OperationReading, operations: UnnamedOperation[]): void {
  const pointers = new Map<string, string>();
  for (const { operationId, pointer } of operations) {
    if (operationId === undefined) continue;
    const first = pointers.get(operationId);
    if (first === undefined) pointers.set(operationId, pointer);
    else reading.problem(pointer, `has the operationId '${operationId}', which '${first}' has already; give each operation its own`);
  }
}

/** Ids that are names already stay as they are; others make way for them. */
function named(operations: UnnamedOperation[]): ContractOperation[] {
  const taken = new Set(operations.flatMap(({ operationId = '' }) => operationId === clientName(operationId) ? operationId : []));
  return operations.map((operation) => ({ ...operation, operationName: operationName(operation.operationId, taken) }));
}

function operationName(operationId: string | undefined, taken: Set<string>): string | undefined {
  if (operationId === undefined) return undefined;
  const wanted = clientName(operationId);
  if (wanted === operationId) return wanted;
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
  taken.add(name);
  return name;
}

/** `pets/get-one` as `pets_get_one`. */
function clientName(operationId: string): string {
  return operationId.replace(/[^A-Za-z0-9_]+/g, '_');
}
