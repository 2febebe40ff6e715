import { readFileSync } from 'fs';
import { join } from 'path';
import { App, IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';

interface Violation {
  readonly ruleName: string;
  readonly reason?: string;
  readonly violatingConstructs: { constructPath: string }[];
}

interface PluginReport {
  readonly violations: Violation[];
  readonly suppressedViolations: Violation[];
}

/** What a rule pack finds in an app, and what of it the app acknowledges. */
export function reportOf(app: App, plugin: IPolicyValidationPlugin): PluginReport {
  Validations.of(app).addPlugins(plugin);
  try {
    app.synth();
  } catch {
    // Findings end the synthesis; the report is written before.
  }
  const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  const report = pluginReports.find(({ pluginName }: { pluginName: string }) => pluginName === plugin.name);
  return { violations: report?.violations ?? [], suppressedViolations: report?.suppressedViolations ?? [] };
}

/** Each finding with what it is about. */
export function findings(violations: Violation[]): string[] {
  return violations.flatMap(({ ruleName, violatingConstructs }) => violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`)).sort();
}
