import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks } from 'cdk-nag';
import { median } from './measure';
import { Comparison, rounded } from './report';
import { AppReflection } from '../src/reflection/app-reflection';
import { Template } from '../src/reflection/template';
import { checkAll } from '../src/rules/all-rules';
import { CfnTemplate, Resources } from '../test/rules/cfn-template';
import { lambdaFunction, method, restApi, restStage } from '../test/rules/resources';
import { withRestBody } from '../test/rules/spellings/rest-body';

const NAG = 'AwsSolutionsChecks';
const CFN_LINT = 'cfn-lint';
const SIZES = [75, 150, 300, 600];
const FOLDER_TEMPLATES = 500;
const FOLDER_ROUTES = 10;
const PROCESS_LIMIT_MS = 600_000;

/** The rules on templates of REST APIs, beside cdk-nag's pack on the same templates and beside cfn-lint. */
export function measureChecks(runs: number): Comparison[] {
  return [...rulesAlone(runs), ...folderOfTemplates()];
}

/** What the rules take once a template is parsed, and how that grows with the number of routes. */
function rulesAlone(runs: number): Comparison[] {
  return (['resources', 'body'] as const).flatMap((spelling): Comparison[] => {
    const templates = SIZES.map((routes) => templateWith(routes, spelling));
    const seconds = templates.map((template) => medianSeconds(runs, () => {
      checkAll(new AppReflection([new Template(template, { name: 'template.json' })]));
    }));
    const nagged = included(templates[SIZES.indexOf(300)]);
    const nag = medianSeconds(runs, () => new AwsSolutionsChecks().validateScope(nagged));
    const [, second, third, fourth] = seconds;
    const what = spelling === 'body' ? 'an OpenAPI body' : 'resources';
    return [
      { name: `rules on a REST API of ${what}, 300 routes`, unit: 'seconds', ours: rounded(third), peers: { [NAG]: rounded(nag) }, ratio: rounded(third / nag) },
      { name: `rules on a REST API of ${what}, 600 routes to 150`, unit: 'times the seconds', ours: rounded(fourth / second), peers: {}, ratio: null },
    ];
  });
}

/** `gatehouse check` on a folder, beside cfn-lint on the same one. */
function folderOfTemplates(): Comparison[] {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-checks-'));
  try {
    for (let index = 0; index < FOLDER_TEMPLATES; index++) {
      mkdirSync(join(folder, `service-${index}`));
      writeFileSync(join(folder, `service-${index}`, 'service.template.json'), JSON.stringify(templateWith(FOLDER_ROUTES, index % 2 === 0 ? 'resources' : 'body'), undefined, 1));
    }
    const ours = secondsOf(process.execPath, ['bin/gatehouse', 'check', folder, '--format', 'json'])!;
    const lint = secondsOf(CFN_LINT, ['--include-checks', 'I', '--template', `${folder}/**/*.json`]);
    if (lint === undefined) process.stderr.write('cfn-lint is not installed (pip install cfn-lint), so it is not measured\n');
    return [{
      name: `gatehouse check, ${FOLDER_TEMPLATES} templates of ${FOLDER_ROUTES} routes`,
      unit: 'seconds',
      ours: rounded(ours),
      peers: lint === undefined ? {} : { [CFN_LINT]: rounded(lint) },
      ratio: lint === undefined ? null : rounded(ours / lint),
    }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every other route is a POST with a validator; one function answers all. */
function templateWith(routes: number, spelling: 'resources' | 'body'): CfnTemplate {
  const methods = Array.from({ length: routes }, (_, index) => method(`${index % 2 === 0 ? 'GET' : 'POST'} /resource${index}/{id}`, {
    RequestValidatorId: { Ref: 'Validator' }, RequestParameters: { 'method.request.path.id': true },
  }));
  const resources: Resources = Object.assign({
    ...restApi(),
    ...lambdaFunction(),
    ...restStage(),
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
    Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true, ValidateRequestParameters: true } },
  }, ...methods);
  return spelling === 'body' ? withRestBody({ Resources: resources }, false) : { Resources: resources };
}

/** As a user of cdk-nag checks a template that is there already. */
function included(template: CfnTemplate): App {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-included-'));
  const templateFile = join(folder, 'template.json');
  writeFileSync(templateFile, JSON.stringify(template));
  const app = new App({ outdir: join(folder, 'out'), analyticsReporting: false });
  new CfnInclude(new Stack(app, 'Stack'), 'Included', { templateFile });
  rmSync(folder, { recursive: true, force: true });
  return app;
}

function medianSeconds(runs: number, run: () => void): number {
  return median(Array.from({ length: runs + 1 }, () => {
    const begin = process.hrtime.bigint();
    run();
    return Number(process.hrtime.bigint() - begin) / 1e9;
  }));
}

/** Undefined when there is no such program. Findings are no failure here. */
function secondsOf(program: string, args: string[]): number | undefined {
  const begin = process.hrtime.bigint();
  const { error, status, stderr } = spawnSync(program, args, { timeout: PROCESS_LIMIT_MS, encoding: 'utf-8', maxBuffer: 1e9 });
  if (error && 'code' in error && error.code === 'ENOENT') return undefined;
  if (error) throw error;
  if (program === process.execPath && status === 2) throw new Error(`${args.join(' ')} failed:\n${stderr}`);
  return Number(process.hrtime.bigint() - begin) / 1e9;
}
