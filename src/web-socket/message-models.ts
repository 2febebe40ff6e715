import { createHash } from 'crypto';
import { Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Limits } from '../limits';
import { SchemaObject, canonicalJson, mapSubschemas, referenceOf } from '../openapi/json-schema';

const DRAFT_4 = 'http://json-schema.org/draft-04/schema#';

/**
 * The models of a WebSocket API: what messages must look like. Equal schemas are one model, whose name does not depend on who asks for it first.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
 */
export class MessageModels extends Construct {
  private readonly apiId: string;

  public constructor(scope: Construct, id: string, apiId: string) {
    super(scope, id);
    this.apiId = apiId;
  }

  /** The model that says what messages look like. */
  public modelOf(schema: apigateway.JsonSchema): apigatewayv2.CfnModel {
    const content = modelSchema(schema);
    const name = `Message${createHash('sha256').update(written(this, content)).digest('hex').slice(0, 12)}`;
    const known = this.node.tryFindChild(name) as apigatewayv2.CfnModel | undefined;
    return known ?? new apigatewayv2.CfnModel(this, name, { apiId: this.apiId, name, contentType: 'application/json', schema: content });
  }
}

/**
 * @throws when a model of the schema would be larger than API Gateway takes
 */
export function checkMessageModel(scope: Construct, schema: apigateway.JsonSchema, routeKey: string): void {
  const { length } = written(scope, modelSchema(schema));
  if (length <= Limits.V2_MODEL_CHARACTERS) return;
  throw new Error(`the body schema of '${routeKey}' has ${length} characters, and a model of a WebSocket API has at most ${Limits.V2_MODEL_CHARACTERS}; describe less of the message, and look at the rest in the function`);
}

function modelSchema(schema: apigateway.JsonSchema): SchemaObject {
  return { $schema: DRAFT_4, ...spelledRight({ ...schema, schema: undefined }) };
}

/** As the template has it, whatever the order of the keys. */
function written(scope: Construct, schema: SchemaObject): string {
  return canonicalJson(Stack.of(scope).resolve(schema));
}

/** The CDK writes `ref` where JSON Schema has `$ref`. */
function spelledRight(schema: SchemaObject): SchemaObject {
  const reference = referenceOf(schema);
  return reference === undefined ? mapSubschemas(schema, spelledRight) : { $ref: reference };
}
