import { CheckResult } from './check-result';

/** The report for programs: one array, of what counts. */
export function jsonReport({ findings }: CheckResult): string {
  const listed = findings.filter(({ acknowledged }) => acknowledged === undefined);
  return `${JSON.stringify(listed.map(({ ruleId, severity, category, apiType = null, file, logicalId, route, message, fix, docs, line, column }) =>
    ({ ruleId, severity, category, apiType, file, logicalId, route, message, fix, docs, line, column })), undefined, 2)}\n`;
}
