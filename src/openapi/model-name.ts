import { pascalCase } from '../letter-case';
import { RouteKey } from '../route-key';

/** The name of a route's body model where its schema has none: letters and digits, as API Gateway asks. */
export function modelName({ key }: { key: RouteKey }): string {
  const words = [key.method.toLowerCase(), ...key.path.split(/[^A-Za-z0-9]+/).filter(Boolean)];
  return `${words.map(pascalCase).join('')}Body`;
}
