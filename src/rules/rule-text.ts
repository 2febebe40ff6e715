import { Declarations } from './declarations';
import { ApiType } from '../api-type';

/**
 * `error`: the deployment fails, a setting silently does nothing, data or a door stands open, or an invariant of API Gateway is broken.
 * `warning`: everything else.
 */
export type Severity = 'error' | 'warning';

export type Category = 'correctness' | 'security' | 'reliability' | 'cost' | 'operations';

/** What a rule says of itself; the reference page of the rules is made of it. */
export interface RuleText {
  /** Its id in the catalogue of rules; it never changes. */
  readonly id: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly appliesTo: ApiType[];
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What happens because of it. */
  readonly why: string;
  /** What to write instead: an imperative, without a full stop. */
  readonly fix: string;
  /** The fix as a template has it: YAML. */
  readonly snippet: string;
  /** The page that says so. */
  readonly docs: string;
  /** Ids of other checkers for the same: `AwsSolutions-APIG4`, `CKV_AWS_59`, `APIGateway.8`, … */
  readonly related?: string[];
  /** Set for a rule that speaks only when an option of the pack asks for it: the name of the option. */
  readonly optIn?: keyof Declarations;
}
