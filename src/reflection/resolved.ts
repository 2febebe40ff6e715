import type { PartialText } from './partial-text';
import type { Reference } from './template-reference';
import type { TemplateValue } from './template-value';

/** What a value turns out to be once its intrinsic functions are worked out, as far as a template tells. */
export type Resolved =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknowable'; readonly why: string }
  /** The owner is where the content stands: what a parameter is given stands elsewhere than its `Ref`. */
  | { readonly kind: 'plain'; readonly content: unknown; readonly owner: TemplateValue }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'text'; readonly text: PartialText }
  | { readonly kind: 'either'; readonly condition: string; readonly branches: [TemplateValue, TemplateValue] };

export const ABSENT: Resolved = { kind: 'absent' };

/** Why what differs between the branches of an `Fn::If` is not known. */
export function undecided(condition: string): string {
  return `it depends on the condition '${condition}'`;
}

/** Why nothing is known of what is below. */
export function whyHidden(resolved: Resolved): string {
  if (resolved.kind === 'unknowable') return resolved.why;
  return resolved.kind === 'reference' ? `it is an attribute of ${resolved.reference.resource.logicalId}` : 'it is a text';
}
