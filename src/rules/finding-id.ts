/** A route as the id of a finding has it, `GET:/pets/{id}`: ids hold no spaces, and only brackets in pairs. */
export function findingId(route: string): string {
  const id = route.replace(' ', ':').replace(/[\s[\]()]/g, '-');
  return /[{}]/.test(id.replace(/\{[^{}]*\}/g, '')) ? id.replace(/[{}]/g, '-') : id;
}
