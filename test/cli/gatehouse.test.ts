import { spawnSync } from 'child_process';
import { accessSync, constants, readFileSync } from 'fs';
import { join } from 'path';
import { workingFolder } from './command-line';
import { SAMPLE_RULES } from './sample-rules';
import { OPEN_YAML } from './sample-templates';
import { RULES } from '../../src/rules/all-rules';

const ROOT = join(__dirname, '..', '..');
const folder = workingFolder();

/** The program in a process of its own, as TypeScript. */
const spawn = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', ...script.startsWith('src/') ? [join(ROOT, script)] : ['--eval', script, '--'], ...args], {
    cwd: folder.current.path,
    encoding: 'utf8',
    env: { ...process.env, NODE_PATH: join(ROOT, 'node_modules'), TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json') },
  });
  return { status, stdout, stderr };
};

describe('the command line', () => {
  test.each([[['--help']], [['-h']], [['help']]])('explains itself: %j', (args) => {
    const { exit, out, err } = folder.current.run(...args);

    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^gatehouse checks Amazon API Gateway APIs in CloudFormation templates\.\n/);
    expect(out).toContain('gatehouse check PATH...');
  });

  test.each([[['check', '--help']], [['check', '-h']], [['help', 'check']], [['check', 'nowhere', '--help']]])('explains the check: %j', (args) => {
    const { exit, out } = folder.current.run(...args);

    expect(exit).toBe(0);
    for (const option of ['--format', '--severity', '--category', '--acknowledge', '--declare']) expect(out).toContain(option);
  });

  test('tells its version', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

    expect(folder.current.run('--version')).toEqual({ exit: 0, out: `${version}\n`, err: '' });
  });

  test('lists its rules', () => {
    expect(folder.current.run('rules').out).toBe([
      'rest-method-without-auth        error    security    A route has no authorization',
      'openapi-operation-without-auth  error    security    A route has no authorization',
      'api-for-testing                 warning  operations  An API says that it is for testing',
      '',
    ].join('\n'));
    expect(SAMPLE_RULES).toHaveLength(3);
    expect(folder.current.runWith({ rules: RULES }, 'rules').out.trim().split('\n')).toHaveLength(RULES.length);
  });
});

describe('the program', () => {
  test('checks, and answers with the exit code of what it found', () => {
    folder.current.write({ 'open.yaml': OPEN_YAML });

    const { status, stdout, stderr } = spawn('src/cli/run.ts', 'check', 'open.yaml', '--format', 'json');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect((JSON.parse(stdout) as { ruleId: string }[]).map(({ ruleId }) => ruleId)).toContain('rest-method-without-auth');
  });

  test('fails with a line and no stack trace', () => {
    const { status, stdout, stderr } = spawn('src/cli/run.ts', 'check', 'nowhere');

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^gatehouse: 'nowhere' does not exist, [^\n]+\n$/);
  });

  test('loads neither the CDK nor cdk-nag', () => {
    const { status, stdout } = spawn(`require(${JSON.stringify(join(ROOT, 'src/cli/gatehouse'))}); console.log(Object.keys(require.cache).join('\\n'))`);
    const loaded = stdout.split('\n');

    expect(status).toBe(0);
    expect(loaded.filter((path) => path.endsWith(join('src', 'rules', 'all-rules.ts')))).toHaveLength(1);
    expect(loaded.filter((path) => /node_modules\/(aws-cdk-lib|constructs|cdk-nag)\//.test(path))).toEqual([]);
  });

  test('is what the package calls gatehouse', () => {
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string> };

    expect(bin).toEqual({ gatehouse: 'bin/gatehouse' });
    expect(readFileSync(join(ROOT, bin.gatehouse), 'utf8')).toBe('#!/usr/bin/env node\nrequire(\'../lib/cli/run.js\');\n');
    expect(() => accessSync(join(ROOT, bin.gatehouse), constants.X_OK)).not.toThrow();
  });
});
