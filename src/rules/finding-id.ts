import { Finding } from './finding';
import { findingNamed } from '../finding-name';

/** What tells findings of one rule on one resource apart: a route, or the name of a part. Undefined where the whole is meant. */
export function findingId({ route, part }: Pick<Finding, 'route' | 'part'>): string | undefined {
  const name = route ?? part;
  return name && findingNamed(name);
}
