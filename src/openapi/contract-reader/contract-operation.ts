import { ContractBody, readBody } from './contract-body';
import { ContractParameter, OperationPlaces, readParameters } from './contract-parameters';
import { ContractReading } from './contract-reading';
import { OperationReading } from './operation-reading';
import { RouteKey } from '../../route-key';
import { RequestShape } from '../../route-options';
import { JsonObject } from '../json-value';

/**
 * One operation of a contract.
 */
export interface ContractOperation {
  readonly key: RouteKey;
  /** `#/paths/~1pets~1{id}/get` */
  readonly pointer: string;
  readonly operationId?: string;
  /** The operationId in letters, digits and underscores, unlike that of every other operation. */
  readonly operationName?: string;
  readonly summary?: string;
  readonly description?: string;
  /** Those of the path first, in its order. */
  readonly parameters: ContractParameter[];
  readonly body?: ContractBody;
  /** What API Gateway can check of a request. */
  readonly request?: RequestShape;
  /** As the document has it, but for `security`, `servers` and extensions of API Gateway. Its `parameters` are without those of the path item. */
  readonly written: JsonObject;
  /** `summary` and `description` of the path item, as the document has them. */
  readonly pathItem: JsonObject;
}

/**
 * Reads one operation; undefined after a problem.
 */
export function readOperation(context: OperationReading, key: RouteKey, places: OperationPlaces): Omit<ContractOperation, 'operationName'> | undefined {
  const { reading } = context;
  const { operationPointer: pointer } = places;
  if (places.operation === undefined) return undefined;
  const operation = reading.object(places.operation, pointer, 'operation');
  if (operation === undefined) return undefined;

  if (operation.responses === undefined) reading.problem(pointer, 'has no responses, which OpenAPI demands; write responses: { \'200\': { description: OK } }');
  reading.object(operation.responses, `${pointer}/responses`, 'map from status codes to responses');
  checkTags(reading, operation.tags, `${pointer}/tags`);
  const parameters = readParameters(context, key, places);
  const body = readBody(context, key.method, operation.requestBody, `${pointer}/requestBody`);
  const { summary, description } = places.pathItem;
  const { servers, ...written } = operation;
  if ((servers ?? places.pathItem.servers) !== undefined) reading.leaveOut(pointer, 'has servers of its own, which are left out: the API is where it is deployed');
  return {
    key,
    pointer,
    operationId: reading.word(operation.operationId, `${pointer}/operationId`, 'operation\'s name'),
    summary: reading.text(operation.summary, `${pointer}/summary`, 'text'),
    description: reading.text(operation.description, `${pointer}/description`, 'text'),
    parameters,
    body,
    request: requestShape(parameters, body),
    written,
    pathItem: { summary, description },
  };
}

function checkTags(reading: ContractReading, written: unknown, pointer: string): void {
  reading.list(written, pointer, 'list of tags')?.forEach((tag, index) => reading.text(tag, `${pointer}/${index}`, 'tag\'s name'));
}

function requestShape(parameters: ContractParameter[], body: ContractBody | undefined): RequestShape | undefined {
  const names = (location: string, required: boolean) => parameters
    .filter((parameter) => parameter.mapped && parameter.location === location && parameter.required === required)
    .map(({ name }) => name);
  const shape = {
    ...body?.model && { body: body.model },
    ...listed('requiredQuery', names('query', true)),
    ...listed('optionalQuery', names('query', false)),
    ...listed('requiredHeaders', names('header', true)),
    ...listed('optionalHeaders', names('header', false)),
  };
  return Object.keys(shape).length > 0 ? shape : undefined;
}

function listed(list: keyof RequestShape, names: string[]): RequestShape {
  return names.length > 0 ? { [list]: names } : {};
}
