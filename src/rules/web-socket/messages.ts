import { ApiType } from '../../api-type';
import { Fact } from '../../reflection/fact';
import { WebSocketAnswers } from '../../reflection/web-socket-answers';
import { isMessageRoute } from '../../reflection/web-socket-routes';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, routeRule } from '../rule-subjects';

/** What WebSocket APIs do with messages and with answers to them. */
export const messages: Rule[] = [
  routeRule({
    id: 'ws-model-without-selection',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A WebSocket route has models, and nothing chooses one',
    why: 'Messages are validated only where a model selection expression is given: these models check nothing.',
    fix: 'set ModelSelectionExpression, and give RequestModels a key $default for messages that choose none',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        RouteKey: send
        ModelSelectionExpression: $request.body.action
        RequestModels:
          $default: !Ref SendModel`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-request-validation.html',
  }, (route) => {
    const selection = route.place.get('ModelSelectionExpression').isWritten();
    return selection.is(Boolean) ? undefined : judge(Fact.all([route.validation.models.map((models) => models.length > 0), selection]), {
      what: `whether the models of '${route.key}' are used`,
      known: ([hasModels]) => hasModels ? violation(`'${route.key}' has models and no ModelSelectionExpression, so none of them checks anything`) : undefined,
    });
  }),

  routeRule({
    id: 'ws-two-way-without-route-response',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A WebSocket route makes an answer that goes nowhere',
    why: 'API Gateway hands the answer of a backend to the sender of a message only through a route response; without it the answer is dropped.',
    fix: 'set RouteResponseSelectionExpression to $default, and add an AWS::ApiGatewayV2::RouteResponse with the key $default',
    snippet: `
      RouteResponse:
        Type: AWS::ApiGatewayV2::RouteResponse
        Properties:
          ApiId: !Ref Api
          RouteId: !Ref SendRoute
          RouteResponseKey: $default`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html',
  }, (route, _, api) => {
    if (!isMessageRoute(route)) return undefined;
    const answers = WebSocketAnswers.of(api);
    return judge(Fact.all([answers.hasResponse(route), answers.selectsResponse(route), answers.shapesResponse(route)]), {
      what: `whether the answer to '${route.key}' goes back`,
      known: ([isThere, isSelected, isShaped]) => {
        if (isThere && isSelected) return undefined;
        if (isSelected) return violation(`'${route.key}' selects a route response and has none, so answers are dropped`);
        if (isThere) return violation(`'${route.key}' has a route response and no RouteResponseSelectionExpression that would select it`);
        return isShaped ? violation(`'${route.key}' has an integration response and no route response, so nobody gets what it makes`) : undefined;
      },
    });
  }),

  apiRule({
    id: 'ws-binary-frames',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'Clients send binary data to a WebSocket API that takes text alone',
    why: 'API Gateway refuses a binary frame and ends the connection with the code 1003.',
    fix: 'let clients send Base64 in text frames, and set ContentHandlingStrategy to CONVERT_TO_BINARY where the backend wants bytes',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        IntegrationType: HTTP
        ContentHandlingStrategy: CONVERT_TO_BINARY`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-binary-media-types.html',
    optIn: 'binaryMessages',
  }, (api, { intent }) => {
    const integrations = api.routes.filter(isMessageRoute).map(({ integration }) => integration);
    if (!intent.binaryMessages || integrations.length === 0) return undefined;
    const converting = integrations.map((integration) => integration.flatMap((known) => known.field('contentHandling').string()).map((handling) => handling.toUpperCase() === 'CONVERT_TO_BINARY'));
    return converting.some((answer) => answer.is(Boolean)) ? undefined : judge(Fact.all(converting), {
      what: `whether the API '${api.label}' converts what clients send`,
      known: () => violation(`the API '${api.label}' takes no binary frames, and none of its integrations makes bytes of Base64`),
    });
  }),
];
