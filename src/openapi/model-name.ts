import { BoundRoute } from '../bound-route';

/** The name of a route's body model where its schema has none: letters and digits, as API Gateway asks. */
export function modelName(route: BoundRoute): string {
  const words = [route.key.method.toLowerCase(), ...route.key.path.split(/[^A-Za-z0-9]+/).filter(Boolean)];
  return `${words.map((word) => word[0].toUpperCase() + word.slice(1)).join('')}Body`;
}
