import { ApiType } from '../api-type';
import { Finding } from '../rules/finding';
import { Category } from '../rules/rule-text';

/** A finding as reports hold it: without the template, which is let go once it is checked. */
export interface ReportedFinding {
  readonly ruleId: string;
  readonly severity: Finding['severity'];
  readonly category: Category;
  readonly apiType?: ApiType;
  /** The API that it concerns, as its group of the report is called. */
  readonly api?: string;
  /** Relative to the working folder, with slashes. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly logicalId: string;
  readonly route?: string;
  readonly message: string;
  readonly fix: string;
  readonly docs: string;
  /** The reason for which it does not count. */
  readonly acknowledged?: string;
  /** Which templates were checked together: APIs of others may have the same name. */
  readonly group: number;
}

export function reportedFinding(finding: Finding, group: number, acknowledged: string | undefined): ReportedFinding {
  const { resource, place, ...told } = finding;
  const { logicalId, template } = resource;
  const { line, column } = template.origin.locate?.(place) ?? {};
  return { ...told, file: template.name, line, column, logicalId, acknowledged, group };
}
