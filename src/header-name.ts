/**
 * Whether a text is the name of a header as API Gateway takes it: letters, digits, `-`, `_` and `.`.
 *
 * Narrower than HTTP. Names of headers stand in mapping expressions (`method.request.header.<name>`), which have these characters and `$` alone;
 * and those of a CORS policy stand in a mapping template, where `$` begins a variable.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html
 */
export function isHeaderName(name: string): boolean {
  return /^[A-Za-z0-9_.-]+$/.test(name);
}
