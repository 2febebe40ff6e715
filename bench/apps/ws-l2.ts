import { aws_apigatewayv2 as apigatewayv2, aws_apigatewayv2_authorizers as authorizers, aws_apigatewayv2_integrations as integrations } from 'aws-cdk-lib';
import { benchStack, handler } from './bench-stack';

benchStack((stack, _variant, routes) => {
  const target = handler(stack);
  // An L2 integration belongs to one route.
  const integration = (name: string) => new integrations.WebSocketLambdaIntegration(name, target);
  const api = new apigatewayv2.WebSocketApi(stack, 'Api', {
    connectRouteOptions: { integration: integration('Connect'), authorizer: new authorizers.WebSocketIamAuthorizer() },
  });
  new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: api, stageName: 'prod', autoDeploy: true });
  for (let index = 0; index < routes; index++) api.addRoute(`route${index}`, { integration: integration(`Route${index}`) });
});
