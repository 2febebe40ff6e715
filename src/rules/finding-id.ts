import { Finding } from './finding';

/**
 * What tells findings of one rule on one resource apart: a route, `GET:/pets/{id}`, or the name of a part. Undefined where the whole is meant.
 *
 * Ids hold no spaces, and only brackets in pairs.
 */
export function findingId({ route, part }: Pick<Finding, 'route' | 'part'>): string | undefined {
  const id = (route ?? part)?.replace(' ', ':').replace(/[\s[\]()]/g, '-');
  return id && /[{}]/.test(id.replace(/\{[^{}]*\}/g, '')) ? id.replace(/[{}]/g, '-') : id;
}
