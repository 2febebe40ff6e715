import { Template } from '../reflection/template';
import { Finding } from '../rules/finding';

/** Templates that belong together: what one exports, another one may import. */
export interface TemplateGroup {
  readonly templates: Template[];
  /** The reason for which the app itself acknowledges a finding. */
  readonly acknowledgedBy?: (finding: Finding) => string | undefined;
}
