import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { ContractDocument } from './contract-reader/contract-document';
import { contractSecurityScheme } from './contract-security-scheme';
import { SchemaComponents } from './json-schema-components';
import { JsonObject } from './json-value';
import { API_KEY } from './rest-security-scheme';
import { SecuritySchemes } from './security-schemes';

const ERROR_SCHEMA = 'GatewayError';

/**
 * The components of a contract: those of the document that the API was made from, and beside them those that its routes need.
 */
export class ContractComponents {
  public readonly security = new SecuritySchemes();
  private readonly document?: ContractDocument;
  private readonly documentSchemas: JsonObject;
  private readonly schemas: SchemaComponents;
  private readonly errorName: string;
  private usesError = false;

  public constructor(document?: ContractDocument) {
    this.document = document;
    this.documentSchemas = (document?.components.schemas ?? {}) as JsonObject;
    const taken = Object.keys(this.documentSchemas);
    this.errorName = taken.includes(ERROR_SCHEMA) ? `${ERROR_SCHEMA}OfThisApi` : ERROR_SCHEMA;
    this.schemas = new SchemaComponents(...taken);
  }

  /** Where the schema of a body is. */
  public bodySchema(schema: apigateway.JsonSchema, suggestedName: string): string {
    return `#/components/schemas/${this.schemas.register(schema, suggestedName)}`;
  }

  /** Where the schema of the gateway's own errors is. */
  public errorSchema(): string {
    this.usesError = true;
    return `#/components/schemas/${this.errorName}`;
  }

  public write(): JsonObject {
    return {
      ...this.document?.components,
      schemas: {
        ...this.documentSchemas,
        ...this.schemas.contractSchemas(),
        ...(this.usesError || !this.document) && { [this.errorName]: errorSchema() },
      },
      securitySchemes: this.security.write(contractSecurityScheme, API_KEY),
    };
  }
}

function errorSchema(): JsonObject {
  return {
    type: 'object',
    required: ['message'],
    properties: {
      message: { type: 'string', description: 'What went wrong, for people' },
      requestId: { type: 'string', description: 'The request\'s id, for the provider\'s support' },
    },
  };
}
