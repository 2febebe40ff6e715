import { existsSync, readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { Template, fixedMonthlyCost } from './fixed-cost';

/** What one line about an example says. */
export interface AssemblySummary {
  readonly resources: number;
  readonly routes: number;
  readonly templateBytes: number;
  readonly findings: Findings;
  readonly monthlyCost: number;
}

interface Findings {
  readonly errors: number;
  readonly warnings: number;
  readonly acknowledged: number;
}

/** What is read of the CDK's `validation-report.json`. */
interface ValidationReport {
  readonly pluginReports?: { readonly violations?: Violation[]; readonly suppressedViolations?: Violation[] }[];
}

interface Violation {
  readonly severity?: string;
  readonly violatingConstructs?: unknown[];
}

/** Summarises a cloud assembly with all its stacks, those of stages and nested ones included. */
export function summariseAssembly(folder: string): AssemblySummary {
  const files = templateFiles(folder).map((file) => readFileSync(file));
  const templates = files.map((file) => JSON.parse(file.toString('utf-8')) as Template);
  const report = join(folder, 'validation-report.json');
  return {
    resources: templates.reduce((total, { Resources = {} }) => total + Object.keys(Resources).length, 0),
    routes: templates.reduce((total, template) => total + countRoutes(template), 0),
    templateBytes: files.reduce((total, file) => total + file.byteLength, 0),
    findings: countFindings(existsSync(report) ? JSON.parse(readFileSync(report, 'utf-8')) as ValidationReport : {}),
    monthlyCost: fixedMonthlyCost(templates),
  };
}

const OPERATIONS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'x-amazon-apigateway-any-method'];

/** Routes in bodies, and those that are resources of their own; without preflights. */
export function countRoutes(template: Template): number {
  return Object.values(template.Resources ?? {}).reduce((total, { Type, Properties: properties = {} }) => {
    switch (Type) {
      case 'AWS::ApiGateway::RestApi':
      case 'AWS::ApiGatewayV2::Api':
        return total + operationsIn(properties.Body);
      case 'AWS::ApiGateway::Method':
        return total + (properties.HttpMethod === 'OPTIONS' ? 0 : 1);
      case 'AWS::ApiGatewayV2::Route':
        return total + (String(properties.RouteKey).startsWith('OPTIONS ') ? 0 : 1);
      default:
        return total;
    }
  }, 0);
}

/** Each finding counts once for each construct that it is about. A severity that is not known is never a pass. */
export function countFindings(report: ValidationReport): Findings {
  const plugins = report.pluginReports ?? [];
  const count = (found: Violation[]) => found.reduce((total, { violatingConstructs = [] }) => total + Math.max(1, violatingConstructs.length), 0);
  const violations = plugins.flatMap((plugin) => plugin.violations ?? []);
  return {
    errors: count(violations.filter(({ severity }) => severity !== 'warning' && severity !== 'info')),
    warnings: count(violations.filter(({ severity }) => severity === 'warning')),
    acknowledged: count(plugins.flatMap((plugin) => plugin.suppressedViolations ?? [])),
  };
}

/** One line, in columns. */
export function formatSummary(name: string, width: number, summary: AssemblySummary, seconds: number): string {
  const { resources, routes, templateBytes, findings, monthlyCost } = summary;
  return [
    name.padEnd(width),
    `${resources} resources`.padStart(13),
    `${routes} routes`.padStart(10),
    `${templateBytes.toLocaleString('en-US')} template bytes`.padStart(22),
    `findings: ${findings.errors} errors, ${findings.warnings} warnings, ${findings.acknowledged} acknowledged`,
    `${monthlyCost.toFixed(2)} USD a month fixed`.padStart(25),
    `${seconds.toFixed(1)} s`.padStart(7),
  ].join('  ');
}

function templateFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // Assets are what the app ships, whatever their files are called.
    if (entry.isDirectory()) return entry.name.startsWith('asset.') ? [] : templateFiles(path);
    return entry.name.endsWith('.template.json') ? [path] : [];
  });
}

function operationsIn(body: unknown): number {
  const paths = typeof body === 'object' && body !== null && 'paths' in body ? body.paths : undefined;
  return Object.values(paths ?? {}).reduce<number>((total, path) => total + OPERATIONS.filter((operation) => operation in Object(path)).length, 0);
}
