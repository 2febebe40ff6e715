import { CheckCounts, CheckResult } from './check-result';
import { ReportedFinding } from './reported-finding';
import { ApiType } from '../api-type';

const API_TYPES: { readonly [apiType in ApiType]: string } = {
  [ApiType.REST]: 'REST API',
  [ApiType.HTTP]: 'HTTP API',
  [ApiType.WEBSOCKET]: 'WebSocket API',
};

/** The report for people: by API, then by route. */
export function textReport({ findings, unread, counts }: CheckResult): string {
  const listed = findings.filter(({ acknowledged }) => acknowledged === undefined);
  const blocks = grouped(listed, ({ group, apiType, api }) => `${group} ${apiType} ${api}`).map((ofApi) => {
    const routes = grouped(ofApi, ({ route }) => route ?? '').sort(([a], [b]) => Number(a.route !== undefined) - Number(b.route !== undefined));
    return [titleOf(ofApi[0]), ...routes.flatMap((ofRoute) => routeLines(ofRoute))].join('\n');
  });
  const notChecked = unread.map(({ file, what }) => `not checked in ${file}: ${what}`);
  return [...blocks, ...notChecked.length > 0 ? [notChecked.join('\n')] : [], summary(counts, listed)].join('\n\n') + '\n';
}

function titleOf({ apiType, api, file }: ReportedFinding): string {
  if (api === undefined) return `Beside the APIs, in ${file}`;
  return apiType ? `${api} (${API_TYPES[apiType]})` : api;
}

function routeLines(findings: ReportedFinding[]): string[] {
  const [{ route }] = findings;
  return [...route === undefined ? [] : [`  ${route}`], ...findings.flatMap(findingLines)];
}

function findingLines({ file, line, column, severity, ruleId, logicalId, message, fix, docs }: ReportedFinding): string[] {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return [
    `    ${place}  ${severity}  ${ruleId}  (${logicalId})`,
    `      ${message}`,
    `      fix: ${fix}`,
    `      see: ${docs}`,
  ];
}

function summary({ errors, warnings, unknown, acknowledged, templates, apis }: CheckCounts, listed: ReportedFinding[]): string {
  const hidden = unknown > 0 && !listed.some(({ severity }) => severity === 'unknown') ? ' (--severity unknown lists them)' : '';
  return `${plural(errors, 'error')}, ${plural(warnings, 'warning')}, ${unknown} unknown${hidden}, ${acknowledged} acknowledged; `
    + `${plural(templates, 'template')}, ${plural(apis, 'API')}`;
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** In the order in which each group begins. */
function grouped(findings: ReportedFinding[], keyOf: (finding: ReportedFinding) => string): ReportedFinding[][] {
  const groups = new Map<string, ReportedFinding[]>();
  for (const finding of findings) {
    const group = groups.get(keyOf(finding));
    if (group) group.push(finding);
    else groups.set(keyOf(finding), [finding]);
  }
  return [...groups.values()];
}
