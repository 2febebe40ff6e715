/**
 * The three kinds of API that Amazon API Gateway offers.
 */
export enum ApiType {
  /** A REST API (`AWS::ApiGateway::RestApi`): full management. */
  REST = 'REST',
  /** An HTTP API (`AWS::ApiGatewayV2::Api`): lean proxying. */
  HTTP = 'HTTP',
  /** A WebSocket API (`AWS::ApiGatewayV2::Api`): messages both ways. */
  WEBSOCKET = 'WEBSOCKET',
}
