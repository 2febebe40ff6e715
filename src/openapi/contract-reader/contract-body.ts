import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { OperationReading } from './operation-reading';
import { isSchemaObject, pointerToken } from '../json-schema';

/**
 * The body that an operation takes.
 */
export interface ContractBody {
  /** Whether a request must have one; OpenAPI's default is that it need not. */
  readonly required: boolean;
  /** The schema of `application/json` as `RequestShape.body` takes it; undefined where there is none that API Gateway would check. */
  readonly model?: apigateway.JsonSchema;
}

const WITHOUT_BODY = ['GET', 'HEAD', 'OPTIONS'];
const JSON_TYPE = 'application/json';

/**
 * Reads the body of one operation.
 */
export function readBody(context: OperationReading, method: string, written: unknown, pointer: string): ContractBody | undefined {
  const { reading, references, models } = context;
  const located = references.follow(written, pointer);
  const body = located && reading.object(located.value, located.pointer, 'request body');
  if (located === undefined || body === undefined) return undefined;
  const required = reading.flag(body.required, `${located.pointer}/required`);
  const content = reading.object(body.content, `${located.pointer}/content`, 'map from media types to schemas');
  if (content === undefined) return { required };
  if (WITHOUT_BODY.includes(method)) {
    reading.reduce(pointer, `describes the body of a ${method}, which API Gateway does not look at`);
    return { required };
  }

  const types = Object.keys(content);
  const jsonType = types.find((type) => mediaType(type) === JSON_TYPE);
  const unchecked = types.filter((type) => mediaType(type) !== JSON_TYPE);
  if (unchecked.length > 0) reading.reduce(pointer, `takes ${unchecked.map((type) => `'${type}'`).join(', ')}, and API Gateway checks ${JSON_TYPE} only`);
  if (jsonType === undefined) return { required };

  const mediaPointer = `${located.pointer}/content/${pointerToken(jsonType)}`;
  const media = reading.object(content[jsonType], mediaPointer, 'description of a media type');
  if (!isSchemaObject(media) || media.schema === undefined) return { required };
  const schemaPointer = `${mediaPointer}/schema`;
  return { required, model: models.bodySchema({ value: media.schema, pointer: schemaPointer }) };
}

/** Without parameters: `application/json; charset=utf-8` is `application/json`. */
function mediaType(type: string): string {
  return type.split(';')[0].trim().toLowerCase();
}
