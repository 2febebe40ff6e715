import { ContractDocument } from '../../src/openapi/contract-reader/contract-document';
import { ContractOperation } from '../../src/openapi/contract-reader/contract-operation';
import { OpenApiContract } from '../../src/openapi/open-api-contract';

/** What every operation needs. */
export const OK = { responses: { 200: { description: 'OK' } } };

/** A contract of these paths. */
export function documentOf(paths: unknown, more: object = {}): object {
  return { openapi: '3.0.3', info: { title: 'Test', version: '1.0' }, paths, ...more };
}

/** A contract of one operation, `POST /pets`, that takes a JSON body of this schema. */
export function documentWithBody(schema: unknown, schemas: object = {}): object {
  return documentOf({ '/pets': { post: { ...OK, requestBody: { required: true, content: { 'application/json': { schema } } } } } }, { components: { schemas } });
}

export function read(document: unknown): ContractDocument {
  return OpenApiContract.fromInline(document)._document;
}

/** The first operation of a contract. */
export function operationOf(document: unknown): ContractOperation {
  return read(document).operations[0];
}

/** What is reduced, each with its place. */
export function reductions(document: unknown): string[] {
  return read(document).reductions.map(({ pointer, message }) => `${pointer} ${message}`);
}

/** The message of a contract that must not be read. */
export function failure(document: unknown): string {
  try {
    read(document);
  } catch (error) {
    // An error of the language would say nothing to whoever wrote the document.
    expect((error as Error).constructor.name).toBe('Error');
    return (error as Error).message;
  }
  return 'it was read';
}
