/**
 * What tells findings of one rule apart, as ids hold it: `GET:/pets/{id}` of a route, or the name of a part. An opt-out acknowledges the same id that a rule finds.
 *
 * Ids hold no spaces, and only brackets in pairs.
 */
export function findingNamed(name: string): string {
  const id = name.replace(' ', ':').replace(/[\s[\]()]/g, '-');
  return /[{}]/.test(id.replace(/\{[^{}]*\}/g, '')) ? id.replace(/[{}]/g, '-') : id;
}
