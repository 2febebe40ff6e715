import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { EVENT_TYPES, ID_PATTERN } from './handlers/metered-event';

const { JsonSchemaType } = apigateway;

/**
 * What API Gateway checks before the function is called. The function checks again: a body of another content type comes through unchecked.
 */
export const eventSchema: apigateway.JsonSchema = {
  title: 'Event',
  type: JsonSchemaType.OBJECT,
  required: ['id', 'type', 'occurredAt'],
  additionalProperties: false,
  properties: {
    id: { type: JsonSchemaType.STRING, pattern: ID_PATTERN, description: 'Chosen by the sender; makes sending again harmless' },
    type: { type: JsonSchemaType.STRING, enum: [...EVENT_TYPES] },
    occurredAt: { type: JsonSchemaType.STRING, format: 'date-time' },
    data: { type: JsonSchemaType.OBJECT, description: 'Anything more about the event' },
  },
};
