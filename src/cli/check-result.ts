import { ReportedFinding } from './reported-finding';

/** What a run has found. */
export interface CheckResult {
  /** What is to be listed, and what is acknowledged. */
  readonly findings: ReportedFinding[];
  readonly unread: UnreadPart[];
  readonly counts: CheckCounts;
}

/** What of a template was not there to be checked. */
export interface UnreadPart {
  readonly file: string;
  readonly what: string;
}

/** Of the categories that were asked for, whatever is listed. */
export interface CheckCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly unknown: number;
  readonly acknowledged: number;
  readonly templates: number;
  readonly apis: number;
}
