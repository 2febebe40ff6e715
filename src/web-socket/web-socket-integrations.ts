import { createHash } from 'crypto';
import { Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RouteIntegrationConfig } from '../integrations/integration-contract';
import { canonicalJson } from '../openapi/json-schema';
import { SharedComponents } from '../openapi/shared-components';

/** A static choice: the one template there is. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-transformations.html */
const THE_TEMPLATE = '\\$default';

const PROXIES: string[] = [apigateway.IntegrationType.AWS_PROXY, apigateway.IntegrationType.HTTP_PROXY];

/** Of backends that say nothing of their answers. */
const SUCCESS: apigateway.IntegrationResponse = { selectionPattern: '2\\d{2}', statusCode: '200' };
const ANY: apigateway.IntegrationResponse = { statusCode: '200' };

/**
 * What an integration's answers are for.
 */
export enum AnswerUse {
  /** Nobody gets them. */
  NONE = 'None',
  /** The sender of the message gets them. */
  REPLY = 'Reply',
  /** They decide whether a connection is made. */
  CONNECT = 'Connect',
}

/**
 * The integrations of a WebSocket API: one for each backend, however many routes lead there.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integrations.html
 */
export class WebSocketIntegrations extends Construct {
  private readonly apiId: string;
  private readonly shared = new SharedComponents<RouteIntegrationConfig>();

  public constructor(scope: Construct, id: string, apiId: string) {
    super(scope, id);
    this.apiId = apiId;
  }

  /** The integration that calls a backend like this. */
  public integrationFor(config: RouteIntegrationConfig, use: AnswerUse): apigatewayv2.CfnIntegration {
    const { target, ...parts } = config;
    // Only what is answered differently is another integration: a proxy's answers pass as they are.
    const deciding = use === AnswerUse.CONNECT && !isProxy(config);
    const wanted = `${target?.node.id ?? config.integrationType}${deciding ? 'OnConnect' : ''}`;
    const name = this.shared.nameOf(config, { ...parts, deciding }, () => `${wanted}${this.digest(parts)}`, this);
    const known = this.node.tryFindChild(name) as apigatewayv2.CfnIntegration | undefined;
    const integration = known ?? this.add(name, config);
    if (use !== AnswerUse.NONE && !isProxy(config)) this.addResponses(name, integration, deciding ? successesOf(config) : config.responses ?? [ANY]);
    return integration;
  }

  /** Keeps two functions of one name apart, whichever of them comes first. */
  private digest(parts: object): string {
    return createHash('sha256').update(canonicalJson(Stack.of(this).resolve(parts))).digest('hex').slice(0, 8);
  }

  private add(name: string, config: RouteIntegrationConfig): apigatewayv2.CfnIntegration {
    const { requestTemplates, passthroughBehavior = requestTemplates && apigateway.PassthroughBehavior.NEVER } = config;
    return new apigatewayv2.CfnIntegration(this, name, {
      apiId: this.apiId,
      integrationType: config.integrationType,
      integrationUri: config.uri,
      integrationMethod: config.httpMethod,
      credentialsArn: config.credentialsArn,
      timeoutInMillis: config.timeout?.toMilliseconds(),
      passthroughBehavior,
      requestParameters: config.requestParameters,
      requestTemplates,
      templateSelectionExpression: requestTemplates && THE_TEMPLATE,
      contentHandlingStrategy: config.contentHandling,
    });
  }

  /** Answers pass through responses, which one-way routes do not need: each would be one more resource. */
  private addResponses(name: string, integration: apigatewayv2.CfnIntegration, responses: apigateway.IntegrationResponse[]): void {
    responses.forEach(({ selectionPattern, responseTemplates, contentHandling }, index) => {
      const id = `${name}Response${index + 1}`;
      if (this.node.tryFindChild(id)) return;
      new apigatewayv2.CfnIntegrationResponse(this, id, {
        apiId: this.apiId,
        integrationId: integration.ref,
        integrationResponseKey: selectionPattern === undefined ? '$default' : `/${selectionPattern}/`,
        responseTemplates,
        templateSelectionExpression: responseTemplates && THE_TEMPLATE,
        contentHandlingStrategy: contentHandling,
      });
    });
  }
}

/** A response for all that is left would let everybody connect, whatever the backend said. */
function successesOf({ responses = [] }: RouteIntegrationConfig): apigateway.IntegrationResponse[] {
  const named = responses.filter(({ selectionPattern }) => selectionPattern !== undefined);
  return named.length === 0 ? [SUCCESS] : named;
}

function isProxy({ integrationType }: RouteIntegrationConfig): boolean {
  return PROXIES.includes(integrationType);
}
