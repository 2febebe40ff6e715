/**
 * A variable that the function cannot work without.
 *
 * @throws when the function was deployed without it
 */
export function requiredVariable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`the function has no environment variable '${name}'`);
  return value;
}
