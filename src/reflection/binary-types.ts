import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';

/** The content types that a REST API takes for binary: what its property says and what its definition says are united. */
export function binaryTypesOf(api: ApiReflection): Fact<string[]> {
  if (!api.definition) return Fact.unknowable('the API is not part of the templates');
  const written = api.definition.property('BinaryMediaTypes').strings();
  const inDocument = api.document.flatMap(({ root }) => root.get('x-amazon-apigateway-binary-media-types').strings());
  // A property spells the slash as patches do.
  return Fact.all([written, inDocument].map((list) => list.orDefault([]))).map((lists) => lists.flat().map((type) => type.replace(/~1/g, '/')));
}
