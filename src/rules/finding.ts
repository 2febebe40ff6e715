import { ApiType } from '../api-type';
import { Category, Severity } from './rule-text';
import { TemplateResource } from '../reflection/template-resource';
import { TemplatePath } from '../reflection/template-value';

/** One thing that a rule has to say of one place. */
export interface Finding {
  readonly ruleId: string;
  /** `unknown` where only the deployment can tell: neither a pass nor a violation. */
  readonly severity: Severity | 'unknown';
  readonly category: Category;
  readonly apiType?: ApiType;
  /** The API that it concerns, as it is grouped in reports: its name, or its logical id. */
  readonly api?: string;
  readonly resource: TemplateResource;
  /** Where in its template: for the line of a file. */
  readonly place: TemplatePath;
  /** `GET /pets/{id}`, where it concerns one route. */
  readonly route?: string;
  /** The name of the authorizer, schema or answer that it concerns, where it concerns one: a body holds several. */
  readonly part?: string;
  /** What was found, and why it is wrong, in one sentence. */
  readonly message: string;
  readonly fix: string;
  readonly docs: string;
}
