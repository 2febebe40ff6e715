import { Token } from 'aws-cdk-lib';
import { givenValue } from '../given-value';
import { copyDocument } from './contract-reader/contract-copy';
import { ContractDocument, readContractDocument } from './contract-reader/contract-document';
import { readContractFile, parseContract, checkContractSize } from './contract-reader/contract-source';

/**
 * How an OpenAPI file is read.
 */
export interface OpenApiContractOptions {
  /**
   * What takes the place of each `${name}` inside of the file's values, by name. Tokens may be among them, such as the id of a user pool.
   *
   * Other placeholders are left as they are, and keys are never replaced.
   *
   * @default - nothing is replaced
   */
  readonly substitutions?: { [name: string]: string };
}

/**
 * An OpenAPI 3.0 document that says which operations an API has: contract first.
 *
 * It is read and checked as a whole when it is made. What API Gateway does not heed is no error: it stays in the contract, and a warning says so.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
 */
export class OpenApiContract {
  /**
   * The contract in a file, in YAML or JSON: the content says which, not the name.
   *
   * @param path the file, absolute or from where the app is run
   * @throws when API Gateway could not serve the contract, with each place that is wrong
   */
  public static fromFile(path: string, options: OpenApiContractOptions = {}): OpenApiContract {
    if (typeof path !== 'string') throw new Error(`OpenApiContract.fromFile() was given ${givenValue(path)}, which is no name of a file; write OpenApiContract.fromFile('orders.yaml')`);
    const name = `contract '${path}'`;
    const text = readContractFile(path);
    checkText(text, name);
    return new OpenApiContract(parseContract(text, name), name, options);
  }

  /**
   * The contract in a text, in YAML or JSON.
   *
   * @throws when API Gateway could not serve the contract, with each place that is wrong
   */
  public static fromText(text: string, options: OpenApiContractOptions = {}): OpenApiContract {
    if (typeof text !== 'string') {
      throw new Error(`OpenApiContract.fromText() was given ${givenValue(text)}, which is no text; write ${typeof text === 'object' && text !== null
        ? 'OpenApiContract.fromInline(document)' : 'the document as YAML or JSON, or OpenApiContract.fromFile(\'orders.yaml\')'}`);
    }
    if (Token.isUnresolved(text) && /^\s*\$\{Token\[[^\]]*\]\}\s*$/.test(text)) {
      throw new Error('OpenApiContract.fromText() was given a text that is only known at deploy time, but the API is built from it; write the document out, where its values may be tokens');
    }
    checkContractSize(INLINE, Buffer.byteLength(text));
    checkText(text, INLINE);
    return new OpenApiContract(parseContract(text, INLINE), INLINE, options);
  }

  /**
   * The contract in an object, whose values may be tokens.
   *
   * @param document a plain object, as `{ openapi: '3.0.3', info: ..., paths: ... }`
   * @throws when API Gateway could not serve the contract, with each place that is wrong
   */
  public static fromInline(document: unknown): OpenApiContract {
    return new OpenApiContract(document, INLINE, {});
  }

  /** @internal */
  public readonly _document: ContractDocument;

  private constructor(document: unknown, name: string, { substitutions }: OpenApiContractOptions) {
    this._document = readContractDocument(copyDocument(document, name, substitutions), name);
  }

  /** The route keys of the operations, in the order of the document: `GET /orders/{id}`. */
  public get operations(): string[] {
    return this._document.operations.map(({ key }) => key.toString());
  }

  /** The operationIds of the operations that have one, in the order of the document. */
  public get operationIds(): string[] {
    return this._document.operations.flatMap(({ operationId }) => operationId ?? []);
  }
}

/** What messages call a contract that is no file. */
const INLINE = 'the OpenAPI contract';

/** Neither YAML nor JSON has them; pictures, archives and texts in UTF-16 do. */
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * @throws for what is no text, of which nothing is quoted
 */
function checkText(text: string, name: string): void {
  if (CONTROL_CHARACTERS.test(text)) throw new Error(`${name} holds bytes that are no text in UTF-8; write an OpenAPI 3.0 document in YAML or JSON, and save it as UTF-8`);
}
