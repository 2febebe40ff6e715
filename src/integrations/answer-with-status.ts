import { ApiType } from '../api-type';

/**
 * The lines of a mapping template that answer with a status of their own. A message of a WebSocket API has none.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function answerWithStatus(apiType: ApiType, status: number, answer: string): string[] {
  return apiType === ApiType.REST ? [`#set($context.responseOverride.status = ${status})`, answer] : [answer];
}
