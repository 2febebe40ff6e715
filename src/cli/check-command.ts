import { relative, resolve, sep } from 'path';
import { Acknowledgements } from './acknowledgements';
import { CheckOptions } from './check-options';
import { CheckResult, UnreadPart } from './check-result';
import { assemblyGroups } from './cloud-assembly';
import { readDeclarations } from './declaration-file';
import { errorMessage } from './error-message';
import { fileGroups } from './file-groups';
import { jsonReport } from './json-report';
import { packageVersion } from './package-version';
import { Progress } from './progress';
import { ReportedFinding, reportedFinding } from './reported-finding';
import { sarifReport } from './sarif-report';
import { TemplateGroup } from './template-group';
import { TemplateSearch, TemplateSources } from './template-search';
import { Terminal } from './terminal';
import { textReport } from './text-report';
import { UnusableInput } from './unusable-input';
import { AppReflection } from '../reflection/app-reflection';
import { checkAll } from '../rules/all-rules';
import { Declarations } from '../rules/declarations';
import { Rule } from '../rules/rule';

/** `gatehouse check`: the rules on templates. */
export class CheckCommand {
  private readonly progress: Progress;
  private readonly acknowledgements?: Acknowledgements;
  private readonly declared: Declarations;
  private readonly findings: ReportedFinding[] = [];
  private readonly unread: UnreadPart[] = [];
  private readonly seen = new Set<string>();
  private groups = 0;
  private templates = 0;
  private apis = 0;
  /** Whether something that was given by its own path could not be used. */
  private hasFailed = false;

  /**
   * @throws UnusableInput when what is acknowledged or declared cannot be read
   */
  constructor(private readonly options: CheckOptions, private readonly terminal: Terminal, private readonly rules: Rule[]) {
    this.progress = new Progress(terminal);
    const { acknowledge, declare } = options;
    this.declared = declare === undefined ? {} : readDeclarations(resolve(terminal.workingFolder, declare), declare);
    if (acknowledge === undefined) return;
    this.acknowledgements = Acknowledgements.read(resolve(terminal.workingFolder, acknowledge), acknowledge, rules.map(({ id }) => id));
  }

  /** @returns the exit code: 0 without errors, 1 with errors, 2 when something could not be checked */
  public run(): number {
    const sources = this.findSources();
    for (const group of this.groupsOf(sources)) this.checkGroup(group);
    this.progress.clear();
    if (this.templates === 0) {
      if (!this.hasFailed) this.fail('nothing that was given holds a CloudFormation template; write the path of a template, of a folder of them, or of a cloud assembly');
      return 2;
    }
    const result = this.result();
    this.terminal.out(this.format(result));
    if (this.options.format !== 'text') for (const { file, what } of this.unread) this.terminal.err(`not checked in ${file}: ${what}\n`);
    for (const unused of this.acknowledgements?.unused ?? []) this.warn(unused);
    if (this.hasFailed) return 2;
    return result.counts.errors > 0 ? 1 : 0;
  }

  private findSources(): TemplateSources {
    const search = new TemplateSearch(this.terminal.workingFolder);
    for (const path of this.options.paths) this.attempt(() => search.add(path));
    return search;
  }

  private *groupsOf({ assemblies, files }: TemplateSources): Generator<TemplateGroup> {
    const nameOf = (path: string) => relative(this.terminal.workingFolder, path).split(sep).join('/');
    const onUnusable = (message: string) => this.fail(message);
    for (const folder of assemblies) yield* assemblyGroups({ folder, nameOf, onUnusable });
    yield* fileGroups(files, {
      nameOf,
      onUnusable: (message, { isNamed }) => isNamed ? this.fail(message) : this.warn(`${message}; the file was not checked`),
    });
  }

  private checkGroup({ templates, acknowledgedBy }: TemplateGroup): void {
    const [{ name }] = templates;
    this.progress.show(`checking ${this.templates + 1}: ${name}`);
    this.templates += templates.length;
    this.groups++;
    try {
      const app = new AppReflection(templates);
      this.apis += app.apis.length;
      for (const finding of checkAll(app, this.declared, this.rules)) {
        const acknowledged = this.acknowledgements?.reasonFor(finding) ?? acknowledgedBy?.(finding);
        if (this.options.categories.includes(finding.category)) this.keep(reportedFinding(finding, this.groups, acknowledged));
      }
    } catch (error) {
      this.fail(`'${name}' made the checks themselves fail, which is a defect of gatehouse: ${errorMessage(error)}; report it with the template, and check without the file until it is mended`);
    }
    for (const { name: file, origin } of templates) for (const what of origin.unread ?? []) this.keepOnce({ file, what }, [what], this.unread);
  }

  private keep(finding: ReportedFinding): void {
    const { ruleId, severity, line, column, logicalId, route, message } = finding;
    this.keepOnce(finding, [ruleId, severity, line, column, logicalId, route, message], this.findings);
  }

  /** A template that several others nest says the same each time. */
  private keepOnce<T extends { file: string }>(told: T, key: (string | number | undefined)[], kept: T[]): void {
    const whole = [told.file, ...key].join('\n');
    if (!this.seen.has(whole)) kept.push(told);
    this.seen.add(whole);
  }

  private result(): CheckResult {
    const { findings, unread, templates, apis } = this;
    const listed = { error: ['error'], warning: ['error', 'warning'], unknown: ['error', 'warning', 'unknown'] }[this.options.severity];
    const counting = findings.filter(({ acknowledged }) => acknowledged === undefined);
    const count = (severity: string) => counting.filter((finding) => finding.severity === severity).length;
    return {
      findings: findings.filter(({ severity }) => listed.includes(severity)),
      unread,
      counts: {
        errors: count('error'), warnings: count('warning'), unknown: count('unknown'), acknowledged: findings.length - counting.length, templates, apis,
      },
    };
  }

  private format(result: CheckResult): string {
    switch (this.options.format) {
      case 'text': return textReport(result);
      case 'json': return jsonReport(result);
      case 'sarif': return sarifReport(result, { workingFolder: this.terminal.workingFolder, version: packageVersion(), rules: this.rules });
    }
  }

  private attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof UnusableInput)) throw error;
      this.fail(error.message);
    }
  }

  private fail(message: string): void {
    this.hasFailed = true;
    this.tell(`gatehouse: ${message}`);
  }

  private warn(message: string): void {
    this.tell(`gatehouse: warning: ${message}`);
  }

  private tell(line: string): void {
    this.progress.clear();
    this.terminal.err(`${line}\n`);
  }
}
