import { createHash } from 'crypto';
import { resolve } from 'path';
import { pathToFileURL } from 'url';
import { CheckResult, UnreadPart } from './check-result';
import { ReportedFinding } from './reported-finding';
import { Rule } from '../rules/rule';

const ROOT = '%SRCROOT%';
const HOMEPAGE = 'https://github.com/cdk-gatehouse/cdk-gatehouse';

/** What a report says of the program that made it. */
interface SarifContext {
  readonly workingFolder: string;
  readonly version: string;
  readonly rules: Rule[];
}

/**
 * The report for code scanning: SARIF 2.1.0.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function sarifReport({ findings, unread }: CheckResult, { workingFolder, version, rules }: SarifContext): string {
  const ruleIndex = new Map(rules.map(({ id }, index) => [id, index]));
  const fingerprints = new Fingerprints();
  return `${JSON.stringify({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'gatehouse', informationUri: HOMEPAGE, semanticVersion: version, rules: rules.map(describeRule) } },
      originalUriBaseIds: { [ROOT]: { uri: `${pathToFileURL(workingFolder).href.replace(/\/$/, '')}/` } },
      columnKind: 'utf16CodeUnits',
      invocations: [{ executionSuccessful: true, toolExecutionNotifications: unread.map((part) => notificationOf(part, workingFolder)) }],
      results: findings.map((finding) => ({
        ruleId: finding.ruleId,
        ruleIndex: ruleIndex.get(finding.ruleId),
        kind: finding.severity === 'unknown' ? 'open' : 'fail',
        level: finding.severity === 'unknown' ? 'none' : finding.severity,
        message: { text: `${sentence(finding.message)} Fix: ${sentence(finding.fix)}` },
        locations: [locationOf(finding, workingFolder)],
        partialFingerprints: { primaryLocationLineHash: fingerprints.of(finding) },
        // All results of a run have the list, or none; one without a status is accepted.
        suppressions: finding.acknowledged === undefined ? [] : [{ kind: 'external', justification: finding.acknowledged }],
      })),
    }],
  }, undefined, 2)}\n`;
}

function describeRule({ id, severity, category, appliesTo, title, why, fix, snippet, docs, related = [] }: Rule) {
  const example = snippet.replace(/^\n/, '').trimEnd();
  const indentation = /^ */.exec(example)?.[0].length ?? 0;
  const yaml = example.split('\n').map((line) => line.slice(indentation)).join('\n');
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${sentence(title)} ${sentence(why)}` },
    help: {
      text: `${sentence(why)} Fix: ${sentence(fix)} ${docs}`,
      markdown: `${sentence(why)}\n\n**Fix:** ${sentence(fix)}\n\n\`\`\`yaml\n${yaml}\n\`\`\`\n\n[Documentation](${docs})`,
    },
    helpUri: docs,
    defaultConfiguration: { level: severity },
    properties: {
      'tags': ['api-gateway', category, ...appliesTo.map((apiType) => apiType.toLowerCase()), ...related],
      'precision': 'high',
      'problem.severity': severity,
      ...category === 'security' ? { 'security-severity': severity === 'error' ? '8.0' : '5.0' } : {},
    },
  };
}

function locationOf({ file, line, column, logicalId, api, route }: ReportedFinding, workingFolder: string) {
  return {
    physicalLocation: {
      artifactLocation: artifactLocation(file, workingFolder),
      region: { startLine: line ?? 1, startColumn: column ?? 1 },
    },
    logicalLocations: [{ name: logicalId, fullyQualifiedName: [api, route, logicalId].filter((part) => part !== undefined).join('/'), kind: 'resource' }],
  };
}

function notificationOf({ file, what }: UnreadPart, workingFolder: string) {
  return {
    level: 'warning',
    message: { text: `not checked: ${what}` },
    locations: [{ physicalLocation: { artifactLocation: artifactLocation(file, workingFolder) } }],
  };
}

/** Relative to the working folder; what is outside of it has a URI of its own. */
function artifactLocation(file: string, workingFolder: string) {
  if (/^(\.\.\/|\/|[A-Za-z]:)/.test(file)) return { uri: pathToFileURL(resolve(workingFolder, file)).href };
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}

/** What tells a finding from others, whatever line it has moved to. */
class Fingerprints {
  private readonly counts = new Map<string, number>();

  public of({ ruleId, file, logicalId, route = '' }: ReportedFinding): string {
    const hash = createHash('sha256').update([ruleId, file, logicalId, route].join('\0')).digest('hex').slice(0, 16);
    const count = (this.counts.get(hash) ?? 0) + 1;
    this.counts.set(hash, count);
    return `${hash}:${count}`;
  }
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
