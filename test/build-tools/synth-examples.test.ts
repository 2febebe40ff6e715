import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';

const root = join(__dirname, '..', '..');

/** An app as the script sees one, without the CDK: it writes what a synthesis leaves behind. */
const app = (severity: string, exitCode = 0) => `
  import { writeFileSync } from 'fs';
  const write = (file: string, content: unknown) => writeFileSync(process.env.CDK_OUTDIR + '/' + file, JSON.stringify(content));
  write('manifest.json', {});
  write('S.template.json', { Resources: { Key: { Type: 'AWS::KMS::Key' } } });
  write('validation-report.json', { pluginReports: [{ violations: [{ severity: '${severity}', violatingConstructs: [{}] }] }] });
  write('seen.json', { context: JSON.parse(process.env.CDK_CONTEXT_JSON!), env: Object.keys(process.env), cwd: process.cwd() });
  console.error('said by the app');
  process.exitCode = ${exitCode};
`;

describe('synth-examples', () => {
  let folder: string;
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'examples-')); });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const run = () => spawnSync(process.execPath, [
    require.resolve('tsx/cli'), '--tsconfig', 'tsconfig.dev.json', 'build-tools/synth-examples.ts', '--examples', join(folder, 'examples'), '--out', join(folder, 'out'),
  ], { cwd: root, encoding: 'utf-8' });

  test('prints one line for each example, in their order, and nothing else', () => {
    write('examples/b/app.ts', app('warning'));
    write('examples/a/app.ts', app('info'));
    write('examples/longer-name/app.ts', app('warning'));
    write('examples/no-example/readme.ts', '');

    const { status, stdout, stderr } = run();

    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^a +1 resources .* 0 errors, 0 warnings, 0 acknowledged +1\.00 USD a month fixed +\d+\.\d s$/),
      expect.stringMatching(/^b +1 resources .* 0 errors, 1 warnings, 0 acknowledged .* s$/),
      expect.stringMatching(/^longer-name +1 resources .* s$/),
    ]);
    expect(stderr).not.toContain('said by the app');
    expect(status).toBe(0);
  });

  test('gives the app the environment of `cdk synth`, with its own context, checks on and analytics off', () => {
    write('examples/a/app.ts', app('info'));
    write('examples/a/cdk.json', JSON.stringify({ context: { mine: 1 } }));
    write('out/a/stale.template.json', JSON.stringify({ Resources: { Stale: { Type: 'AWS::KMS::Key' } } }));

    const { stdout } = run();

    const seen = JSON.parse(readFileSync(join(folder, 'out', 'a', 'seen.json'), 'utf-8')) as { context: object; env: string[]; cwd: string };
    expect(seen.context).toMatchObject({ 'mine': 1, 'aws:cdk:version-reporting': false, 'aws:cdk:enable-path-metadata': true });
    expect(process.env.CDK_VALIDATION).toBe('false');
    expect(seen.env).not.toContain('CDK_VALIDATION');
    expect(seen.env).not.toContain('NODE_ENV');
    expect(seen.cwd).toMatch(/examples\/a$/);
    // What an earlier run left is gone.
    expect(stdout).toMatch(/1 resources/);
    expect(existsSync(join(folder, 'out', 'a', 'stale.template.json'))).toBe(false);
  });

  test.each([
    ['has an error that nobody acknowledged', app('error'), /^bad .* 1 errors, .* s {2}FAILED$/m],
    ['ends with an exit code', app('info', 1), /^bad .* 0 errors, .* s {2}FAILED$/m],
    ['throws before anything is written', 'console.error("said by the app"); throw new Error("no route");', /^bad {3}not synthesized {2}FAILED$/m],
  ])('fails when one example %s, says what it said, and goes on', (_how, bad, line) => {
    write('examples/bad/app.ts', bad);
    write('examples/good/app.ts', app('info'));

    const { status, stdout, stderr } = run();

    expect(stdout).toMatch(line);
    expect(stdout).toMatch(/^good .* s$/m);
    expect(stderr).toContain('said by the app');
    expect(status).toBe(1);
  });

  test('fails when there is no example', () => {
    write('examples/empty/readme.ts', '');

    const { status, stdout, stderr } = run();

    expect(stdout).toBe('');
    expect(stderr).toMatch(/examples' holds no example.*write an app\.ts/);
    expect(status).toBe(1);
  });
});
