import { givenValue } from '../given-value';
import { isRecord } from '../intrinsic';

/**
 * The compiler knows that options are wanted, and JavaScript does not.
 *
 * @param required the members without which they say nothing
 * @throws when there are none
 */
export function checkGivenOptions(factory: string, backend: string, options: unknown, required: string[]): void {
  if (isRecord(options)) return;
  throw new Error(`${factory}() was given ${givenValue(options)} as its options, and cannot know what is meant; write ${factory}(${backend}, { ${required.join(', ')} })`);
}
