import { Stack } from 'aws-cdk-lib';
import { Document, template } from '../rest-api';

/** The authorizers of a definition, by name. */
export function authorizersOf(body: Document): { [name: string]: Document } {
  return Object.fromEntries(Object.entries(body.components.securitySchemes).map(([name, scheme]) => [name, scheme['x-amazon-apigateway-authorizer']]));
}

/** What each function of the library's is told of tokens. With references, which only a deployment knows, it is no JSON yet. */
export function tokenRules(stack: Stack): unknown[] {
  return Object.values(template(stack).findResources('AWS::Lambda::Function'))
    .map((found) => (found as { Properties: { Environment?: { Variables: Document } } }).Properties.Environment?.Variables.TOKEN_RULES as unknown)
    .filter((rules) => rules !== undefined)
    .map((rules) => typeof rules === 'string' ? JSON.parse(rules) as unknown : rules);
}
