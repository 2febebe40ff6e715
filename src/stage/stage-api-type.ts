import { CfnResource, Reference, Stack, Tokenization, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApiType } from '../api-type';

/** A stage of any API: what the mixins for stages support. */
export function isStage(construct: IConstruct): construct is apigateway.CfnStage | apigatewayv2.CfnStage {
  return apigateway.CfnStage.isCfnStage(construct) || isV2Stage(construct);
}

/** A stage of an HTTP or WebSocket API. Its type is asked first: the module of those APIs is large, and an app without them never loads it. */
export function isV2Stage(construct: IConstruct): construct is apigatewayv2.CfnStage {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::ApiGatewayV2::Stage' && apigatewayv2.CfnStage.isCfnStage(construct);
}

/**
 * The kind of API that a stage belongs to; undefined when that cannot be known here.
 *
 * A v2 stage does not say it: its API does, when it is part of the app.
 */
export function tryApiTypeOf(stage: apigateway.CfnStage | apigatewayv2.CfnStage): ApiType | undefined {
  if (apigateway.CfnStage.isCfnStage(stage)) return ApiType.REST;
  const api = apiNamedBy(stage);
  if (!api) return undefined;
  // Only HTTP APIs can be imported, and an imported one says its protocol in the document.
  if (api.protocolType === undefined && (api.body !== undefined || api.bodyS3Location !== undefined)) return ApiType.HTTP;
  return api.protocolType === 'HTTP' ? ApiType.HTTP : api.protocolType === 'WEBSOCKET' ? ApiType.WEBSOCKET : undefined;
}

function apiNamedBy(stage: apigatewayv2.CfnStage): apigatewayv2.CfnApi | undefined {
  const fragments = Tokenization.reverseString(stage.apiId);
  const token = fragments.length === 1 ? fragments.firstToken : undefined;
  if (Reference.isReference(token) && apigatewayv2.CfnApi.isCfnApi(token.target)) return token.target;
  const stack = Stack.of(stage);
  const id: unknown = stack.resolve(stage.apiId);
  const logicalId = typeof id === 'object' && id !== null && 'Ref' in id ? id.Ref : undefined;
  return stack.node.findAll().find((child): child is apigatewayv2.CfnApi => apigatewayv2.CfnApi.isCfnApi(child)
    && Stack.of(child) === stack && stack.resolve(child.logicalId) === logicalId);
}
