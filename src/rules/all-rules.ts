import { openRoutes } from './authorization/open-routes';
import { DeclaredIntent } from './declared-intent';
import { Finding } from './finding';
import { Rule } from './rule';
import { AppReflection } from '../reflection/app-reflection';

/** Every rule, in the order of the catalogue. */
export const RULES: Rule[] = [
  ...openRoutes,
];

/** What all rules say of an app; rules that are opt-in speak when their option is given. */
export function checkAll(app: AppReflection, intent: DeclaredIntent = {}, rules: Rule[] = RULES): Finding[] {
  return rules.filter(({ optIn }) => optIn === undefined || intent[optIn] !== undefined).flatMap((rule) => rule.check(app, intent));
}
