/**
 * In a contract, the route key of an operation whose path or method OpenAPI cannot write: `ANY /files/{proxy+}`.
 *
 * By it a contract that is read again gives the routes that it was written from. Readers that do not know it pass it over, as the specification asks.
 *
 * @see https://spec.openapis.org/oas/v3.0.3#specification-extensions
 */
export const ROUTE_KEY_EXTENSION = 'x-gatehouse-route-key';
