import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { KEY_PATTERN, LONGEST_TEXT, ROOM_PATTERN, SINCE_PATTERN } from './handlers/chat-request';

const { JsonSchemaType } = apigateway;
const STRING = JsonSchemaType.STRING;

const room: apigateway.JsonSchema = { type: STRING, pattern: ROOM_PATTERN };

interface Fields {
  readonly [name: string]: apigateway.JsonSchema;
}

/**
 * What API Gateway checks before a function is called: the whole message, `action` included.
 */
function messageSchema(action: string, required: Fields, optional: Fields = {}): apigateway.JsonSchema {
  return {
    type: JsonSchemaType.OBJECT,
    required: ['action', ...Object.keys(required)],
    additionalProperties: false,
    properties: { action: { type: STRING, enum: [action] }, ...required, ...optional },
  };
}

export const joinSchema = messageSchema('join', { room }, { since: { type: STRING, pattern: SINCE_PATTERN } });
export const leaveSchema = messageSchema('leave', { room });
export const sendSchema = messageSchema('send', {
  room,
  text: { type: STRING, minLength: 1, maxLength: LONGEST_TEXT },
  key: { type: STRING, pattern: KEY_PATTERN },
});
