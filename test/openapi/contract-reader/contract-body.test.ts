import { OK, documentOf, failure, operationOf, reductions } from '../contracts';

const JSON_BODY = { content: { 'application/json': { schema: { type: 'object' } } } };

function withBody(requestBody: unknown, method = 'post', components: object = {}): object {
  return documentOf({ '/pets': { [method]: { ...OK, requestBody } } }, { components });
}

describe('the body of an operation', () => {
  test.each([['post', true], ['put', false], ['delete', undefined], ['x-amazon-apigateway-any-method', true]])('of %s is a model', (method, required) => {
    const { body, request } = operationOf(withBody({ required, ...JSON_BODY }, method));
    expect(body).toEqual({ required: required === true, model: { type: 'object' } });
    expect(request).toEqual({ body: { type: 'object' } });
  });

  test('may be a reference', () => {
    const { body } = operationOf(withBody({ $ref: '#/components/requestBodies/Pet' }, 'post', { requestBodies: { Pet: { required: true, ...JSON_BODY } } }));
    expect(body).toEqual({ required: true, model: { type: 'object' } });
  });

  test.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8'])("is JSON as '%s'", (type) => {
    const document = withBody({ content: { [type]: { schema: { type: 'object' } } } });
    expect(operationOf(document).request).toEqual({ body: { type: 'object' } });
    expect(reductions(document)).toEqual([]);
  });

  test('is not checked in other media types', () => {
    const document = withBody({ content: { ...JSON_BODY.content, 'text/csv': {}, 'application/vnd.api+json': { schema: {} } } });
    expect(operationOf(document).request).toEqual({ body: { type: 'object' } });
    expect(reductions(document)).toEqual(["#/paths/~1pets/post/requestBody takes 'text/csv', 'application/vnd.api+json', and API Gateway checks application/json only"]);
    expect(operationOf(withBody({ content: { 'text/csv': {} } })).body).toEqual({ required: false });
  });

  test.each(['get', 'head', 'options'])('is not checked for %s', (method) => {
    const document = withBody(JSON_BODY, method);
    expect(operationOf(document).request).toBeUndefined();
    expect(reductions(document)).toEqual([`#/paths/~1pets/${method}/requestBody describes the body of a ${method.toUpperCase()}, which API Gateway does not look at`]);
  });

  test.each<[string, unknown, object | undefined]>([
    ['nothing', undefined, undefined], ['no content', {}, { required: false }], ['no schema', { content: { 'application/json': {} } }, { required: false }],
  ])('says no more than the document with %s', (_what, requestBody, body) => {
    expect(operationOf(withBody(requestBody)).body).toEqual(body);
    expect(reductions(withBody(requestBody))).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['null', null, "'#/paths/~1pets/post/requestBody' is null, which is no request body; write an object"],
    ['a list as content', { content: [] }, "'#/paths/~1pets/post/requestBody/content' is a list, which is no map from media types to schemas; write an object"],
    ['null as JSON', { content: { 'application/json': null } }, "'#/paths/~1pets/post/requestBody/content/application~1json' is null, which is no description of a media type; write an object"],
    ['a text as schema', { content: { 'application/json': { schema: 'Pet' } } }, "'#/paths/~1pets/post/requestBody/content/application~1json/schema' is 'Pet', which is no schema; write an object, as { type: string }"],
    ['a number as required', { required: 1 }, "'#/paths/~1pets/post/requestBody/required' is 1, which is neither true nor false; write true or false"],
  ])('fails with %s', (_what, requestBody, message) => {
    expect(failure(withBody(requestBody))).toContain(`the OpenAPI contract: ${message}`);
  });
});
