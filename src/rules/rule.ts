import { Declarations } from './declarations';
import { Finding } from './finding';
import { RuleText } from './rule-text';
import { AppReflection } from '../reflection/app-reflection';

/** A check of the facts of an app or of templates. */
export interface Rule extends RuleText {
  check(app: AppReflection, intent: Declarations): Finding[];
}
