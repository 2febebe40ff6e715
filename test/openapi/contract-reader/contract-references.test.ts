import { Lazy } from 'aws-cdk-lib';
import { OK, documentOf, documentWithBody, failure, operationOf, read } from '../contracts';

const PLACE = '#/paths/~1pets/post/requestBody/content/application~1json/schema';

/** A document whose only body refers to this. */
function referringTo(reference: unknown, schemas: object = {}): object {
  return documentWithBody({ $ref: reference }, schemas);
}

describe('a reference', () => {
  test.each<[string, string, object]>([
    ['to a component', '#/components/schemas/Pet', { Pet: { type: 'string' } }],
    ['through another one', '#/components/schemas/Animal', { Animal: { $ref: '#/components/schemas/Pet' }, Pet: { type: 'string' } }],
    ['into a schema', '#/components/schemas/Owner/properties/pet', { Owner: { properties: { pet: { type: 'string' } } } }],
    ['into a list', '#/components/schemas/Any/oneOf/0', { Any: { oneOf: [{ type: 'string' }] } }],
    ['with escapes of a pointer', '#/components/schemas/a~1b~0c', { 'a/b~c': { type: 'string' } }],
    ['with escapes of an address', '#/components/schemas/a%20b%25', { 'a b%': { type: 'string' } }],
    ['with a lone per cent sign', '#/components/schemas/100%', { '100%': { type: 'string' } }],
  ])('%s is followed', (_what, reference, schemas) => {
    const { ref, definitions } = operationOf(referringTo(reference, schemas)).body!.model!;
    expect(Object.values(definitions!)).toEqual([{ type: 'string' }]);
    expect(ref).toMatch(/^#\/definitions\/[^/]+$/);
  });

  test.each<[string, unknown, string]>([
    ['to another file', 'pets.yaml#/Pet', `'${PLACE}' refers to 'pets.yaml#/Pet' in another file, which API Gateway cannot read; bundle the files into one, for example with 'npx @redocly/cli bundle'`],
    ['to an address', 'https://example.com/pet.json', `'${PLACE}' refers to 'https://example.com/pet.json' in another file`],
    ['to nothing', '#/components/schemas/Cat', `'${PLACE}' refers to '#/components/schemas/Cat', which the document does not have; write it there, or correct the reference`],
    ['to what every object has', '#/components/schemas/constructor', `'${PLACE}' refers to '#/components/schemas/constructor', which the document does not have`],
    ['by a name', '#Pet', `'${PLACE}' refers to '#Pet', which is no JSON pointer; write '#/components/schemas/Name'`],
    ['to the whole document', '#', `'${PLACE}' refers to '#', which is no JSON pointer`],
    ['that is a number', 5, `'${PLACE}' has '$ref: 5', which is no reference; write '#/components/schemas/Name'`],
    ['that is null', null, `'${PLACE}' has '$ref: null', which is no reference`],
    ['that is a token', Lazy.string({ produce: () => '#/x' }), `'${PLACE}' has a '$ref' that is only known at deploy time; write it out`],
  ])('%s fails', (_what, reference, message) => {
    expect(failure(referringTo(reference))).toContain(`the OpenAPI contract: ${message}`);
  });

  test.each<[string, object, string]>([
    ['itself', { A: { $ref: '#/components/schemas/A' } }, "'#/components/schemas/A' is a reference that leads back to itself and means nothing; write a schema there"],
    ['itself through others', { B: { $ref: '#/components/schemas/A' }, A: { $ref: '#/components/schemas/B' } },
      "'#/components/schemas/A' is a reference that leads back to itself through '#/components/schemas/B' and means nothing"],
    ['others that lead in a circle', { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/B' } }, "'#/components/schemas/B' is a reference that leads back to itself and means nothing"],
  ])('to %s fails once, at the circle', (_what, schemas, message) => {
    expect(failure(referringTo('#/components/schemas/A', schemas))).toContain(`the OpenAPI contract: ${message}`);
  });

  test('fails where nobody uses it, too: readers of the contract would meet it', () => {
    expect(failure(documentOf({ '/pets': { get: { responses: { default: { $ref: '#/components/responses/Gone' } } } } })))
      .toContain("'#/paths/~1pets/get/responses/default' refers to '#/components/responses/Gone'");
    expect(failure(documentOf({ '/pets': { get: OK } }, { components: { schemas: { example: { properties: { enum: { $ref: 'other.yaml' } } } } } })))
      .toContain("'#/components/schemas/example/properties/enum' refers to 'other.yaml' in another file");
  });

  test('is none inside of data, and as a name of a property', () => {
    const data = { $ref: '#/nowhere' };
    const schemas = { Pet: { 'example': data, 'default': data, 'enum': [data], 'x-data': data, 'properties': { $ref: { type: 'string' } } } };
    const examples = { Pet: { value: data } };
    expect(read(documentOf({ '/pets': { get: OK } }, { components: { schemas, examples } })).operations).toHaveLength(1);
  });
});
