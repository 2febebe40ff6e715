import { Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { pascalCase } from '../letter-case';
import { Limits } from '../limits';
import { SchemaObject, canonicalJson, mapSubschemas, referenceOf } from '../openapi/json-schema';

const DRAFT_4 = 'http://json-schema.org/draft-04/schema#';

/**
 * The models of a WebSocket API: what messages must look like. Equal schemas are one model.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html
 */
export class MessageModels extends Construct {
  private readonly apiId: string;
  private readonly byContent = new Map<string, apigatewayv2.CfnModel>();

  public constructor(scope: Construct, id: string, apiId: string) {
    super(scope, id);
    this.apiId = apiId;
  }

  /**
   * The model that says what messages of a route look like.
   *
   * @throws when the model is larger than API Gateway takes
   */
  public modelOf(schema: apigateway.JsonSchema, routeKey: string): apigatewayv2.CfnModel {
    const content = canonicalJson(schema);
    const model = this.byContent.get(content) ?? this.add(schema, routeKey);
    this.byContent.set(content, model);
    return model;
  }

  private add(given: apigateway.JsonSchema, routeKey: string): apigatewayv2.CfnModel {
    const schema = { $schema: DRAFT_4, ...spelledRight({ ...given, schema: undefined }) };
    const bytes = Buffer.byteLength(Stack.of(this).toJsonString(schema));
    if (bytes > Limits.MODEL_BYTES) {
      throw new Error(`the body schema of '${routeKey}' has ${bytes} bytes, and a model of API Gateway at most ${Limits.MODEL_BYTES}; describe less of the message`);
    }
    const name = this.freeName(routeKey);
    return new apigatewayv2.CfnModel(this, name, { apiId: this.apiId, name, contentType: 'application/json', schema });
  }

  /** Letters and digits, as API Gateway asks; several keys may have the same ones. */
  private freeName(routeKey: string): string {
    const name = `${routeKey.split(/[^A-Za-z0-9]+/).map(pascalCase).join('')}Message`;
    for (let count = 1; ; count++) {
      const candidate = count === 1 ? name : `${name}${count}`;
      if (!this.node.tryFindChild(candidate)) return candidate;
    }
  }
}

/** The CDK writes `ref` where JSON Schema has `$ref`. */
function spelledRight(schema: SchemaObject): SchemaObject {
  const reference = referenceOf(schema);
  return reference === undefined ? mapSubschemas(schema, spelledRight) : { $ref: reference };
}
