import type { TemplateResource } from './template-resource';

/** A `Ref` or `Fn::GetAtt` to a resource, wherever that is: in the same template, in a nested one, or behind an export. */
export interface Reference {
  readonly resource: TemplateResource;
  /** Of `Fn::GetAtt`; a `Ref` has none. */
  readonly attribute?: string;
}
