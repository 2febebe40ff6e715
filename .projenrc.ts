import { awscdk, javascript, TextFile } from 'projen';
import { importDirections } from './projenrc/import-directions';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-gatehouse',
  description: 'Amazon API Gateway for production, in ten lines: guarded, validated, observed and small, as AWS CDK constructs',
  author: 'cdk-gatehouse contributors',
  authorAddress: 'https://github.com/cdk-gatehouse',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-gatehouse/cdk-gatehouse.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk-gatehouse contributors',
  defaultReleaseBranch: 'main',
  keywords: ['api-gateway', 'rest-api', 'websocket', 'openapi', 'waf', 'cognito', 'usage-plan', 'serverless'],
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '22',
  projenrcTs: true,
  sampleCode: false,

  cdkVersion: '2.271.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~5.9.0',
  typescriptVersion: '~5.9.0',
  peerDeps: ['cdk-nag@^3.0.2'],
  // Each dependency has its reason in CONTRIBUTING.md.
  bundledDeps: ['jsonc-parser@^3.3.1', 'yaml@^2.9.1'],
  devDeps: [
    '@redocly/ajv@^8.18.3',
    '@redocly/openapi-core',
    '@types/aws-lambda',
    '@aws-sdk/client-api-gateway',
    '@aws-sdk/client-apigatewaymanagementapi',
    '@aws-sdk/client-cloudfront',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-iam',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-secrets-manager',
    '@aws-sdk/client-sqs',
    '@aws-sdk/s3-request-presigner',
    '@types/ws',
    'ajv-formats@^3.0.1',
    'aws-jwt-verify',
    'dynalite',
    'esbuild',
    'fast-check@^4',
    'eslint-plugin-unused-imports',
    'tsx',
    'velocityjs',
    'ws',
  ],

  publishToPypi: { distName: 'cdk-gatehouse', module: 'cdk_gatehouse' },
  publishToMaven: {
    javaPackage: 'io.github.cdkgatehouse',
    mavenGroupId: 'io.github.cdk-gatehouse',
    mavenArtifactId: 'cdk-gatehouse',
  },
  publishToNuget: { dotNetNamespace: 'CdkGatehouse', packageId: 'CdkGatehouse' },
  publishToGo: { moduleName: 'github.com/cdk-gatehouse/cdk-gatehouse-go' },

  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'examples', 'handlers', 'bench', 'build-tools'],
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] },
  },
  // The projects below replace projen's own jest settings: it has no notion of projects.
  jest: false,
});

// --- npm: registries differ between machines, so the lock file names none of them -------------------------------
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
// unrs-resolver 1.13 publishes no binaries for some platforms, and `npm ci` then refuses the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// --- type-check: one program over everything that is not published ----------------------------------------------
const checked = ['src', 'test', 'examples', 'handlers', 'bench', 'build-tools', 'projenrc'];
new javascript.TypescriptConfig(project, {
  fileName: 'tsconfig.dev.json',
  compilerOptions: {
    rootDir: '.',
    noEmit: true,
    target: 'ES2022',
    module: 'node16',
    moduleResolution: javascript.TypeScriptModuleResolution.NODE16,
    lib: ['es2022'],
    types: ['jest', 'node'],
    strict: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    esModuleInterop: true,
    experimentalDecorators: true,
    resolveJsonModule: true,
    skipLibCheck: true,
    isolatedModules: true,
    baseUrl: '.',
    // Examples and tests import the library by the name that users write.
    paths: {
      'cdk-gatehouse': ['./src/index.ts'],
      'cdk-gatehouse/clients/*': ['./handlers/*/index.ts'],
    },
  },
  include: [...checked.map((folder) => `${folder}/**/*.ts`), '.projenrc.ts'],
  exclude: ['node_modules'],
});

// --- jest -------------------------------------------------------------------------------------------------------
project.addDevDeps('jest@^30', '@types/jest@^30', 'ts-jest@^29.4');
const jestProject = (displayName: string, roots: string[], more: Record<string, unknown> = {}) => ({
  displayName,
  roots: roots.map((root) => `<rootDir>/${root}`),
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  setupFilesAfterEnv: ['<rootDir>/test/patience.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.dev.json', diagnostics: false }] },
  moduleNameMapper: { '^cdk-gatehouse$': '<rootDir>/src/index.ts', '^cdk-gatehouse/clients/(.*)$': '<rootDir>/handlers/$1/index.ts' },
  ...more,
});
project.tryRemoveFile('jest.config.json');
project.package.addField('jest', {
  projects: [
    // The CDK's own template validator costs a second and more per test file; the 'validated' project runs it.
    jestProject('unit', ['test', 'handlers'], {
      testPathIgnorePatterns: ['/node_modules/', '/test/validated/', '/test/package/'],
      setupFiles: ['<rootDir>/test/without-validator.ts'],
    }),
    jestProject('validated', ['test/validated']),
    // What users get: the compiled assembly and the packed tarball. Needs `npx projen compile`, which `npm test` runs first.
    jestProject('package', ['test/package'], { moduleNameMapper: {} }),
  ],
});

// --- exports: the constructs, and the clients that programs of users import --------------------------------------
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './clients/sender': { types: './clients/sender/index.d.ts', default: './clients/sender/index.js' },
  './clients/browser': { types: './clients/browser/index.d.ts', import: './clients/browser/index.mjs', default: './clients/browser/index.js' },
  './*': './*',
});

// --- the command line -------------------------------------------------------------------------------------------
project.package.addBin({ gatehouse: 'bin/gatehouse' });

// --- tasks ------------------------------------------------------------------------------------------------------
const bundle = project.addTask('bundle', { description: 'Bundle the Lambda handlers that the library ships into assets/' });
for (const handler of ['account-log-role', 'broadcast', 'canary-removal', 'jwt-authorizer', 'origin-lock', 'origin-secret-rotation', 'preflight', 'sessions']) {
  bundle.exec(`esbuild handlers/${handler}/index.ts --bundle --platform=node --target=node22 --external:@aws-sdk/* --log-level=warning --outfile=assets/${handler}/index.js`);
}
// What users import into programs of their own: into functions that send, and into pages. Each with its types.
const clients = project.addTask('clients', { description: 'Bundle the clients of WebSocket APIs, for functions and for pages, into clients/' });
clients.exec('esbuild handlers/sender/index.ts --bundle --platform=node --target=node20 --external:@aws-sdk/* --log-level=warning --outfile=clients/sender/index.js');
clients.exec('esbuild handlers/browser/index.ts --bundle --format=esm --target=es2022 --log-level=warning --outfile=clients/browser/index.mjs');
clients.exec('esbuild handlers/browser/index.ts --bundle --format=cjs --target=es2022 --log-level=warning --outfile=clients/browser/index.js');
clients.exec('tsx --tsconfig tsconfig.dev.json build-tools/client-declarations.ts');
project.preCompileTask.spawn(bundle);
project.preCompileTask.spawn(clients);
// jsii leaves what it once wrote: a file that was renamed would be published twice.
project.compileTask.reset('node -e "fs.rmSync(\'lib\', { recursive: true, force: true })"');
project.compileTask.exec('jsii --fail-on-warnings');
project.compileTask.exec('tsx build-tools/lazy-modules.ts');
project.tasks.tryFind('watch')?.reset('jsii -w');
const typeCheck = project.addTask('type-check', {
  description: 'Type-check tests, examples, handlers and benchmarks, once',
  exec: 'tsc --noEmit -p tsconfig.dev.json',
});
const jest = project.addTask('jest', {
  description: 'Run tests without compiling; takes jest arguments',
  receiveArgs: true,
  exec: 'jest --ci',
});
project.testTask.reset();
project.testTask.description = 'Every test: compiles, runs jest, type-checks and lints; changes no file that git tracks';
for (const step of [project.preCompileTask, project.compileTask, jest, typeCheck, project.eslint!.eslintTask]) {
  project.testTask.spawn(step);
}
project.addTask('synth', {
  description: 'Synthesize every app under examples/ with the checks on',
  steps: [{ spawn: bundle.name }, { exec: 'tsx --tsconfig tsconfig.dev.json build-tools/synth-examples.ts', receiveArgs: true }],
});
project.addTask('rules-page', {
  description: 'Write docs/rules.md from the rules',
  exec: 'tsx --tsconfig tsconfig.dev.json build-tools/rules-page.ts',
});
project.addTask('bench', {
  description: 'Measure the library beside its peers; --json prints one array',
  receiveArgs: true,
  // Only the result goes to the standard output.
  steps: [{ exec: 'projen pre-compile >&2 && projen compile >&2' }, { exec: 'tsx --tsconfig tsconfig.dev.json bench/run.ts', receiveArgs: true }],
});

// --- lint -------------------------------------------------------------------------------------------------------
const eslint = project.eslint!;
eslint.addPlugins('unused-imports');
eslint.addRules({
  'import/no-cycle': ['error', { ignoreExternal: true }],
  'import/no-restricted-paths': ['error', { zones: importDirections, basePath: '.' }],
  'unused-imports/no-unused-imports': ['error'],
  'unused-imports/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  '@typescript-eslint/no-explicit-any': ['error'],
});
eslint.addOverride({
  // An export that no other file uses is dead; those of index.ts are for users.
  files: ['src/**/*.ts', 'handlers/**/*.ts', 'build-tools/**/*.ts', 'bench/**/*.ts'],
  rules: {
    'import/no-unused-modules': ['error', {
      unusedExports: true,
      src: ['src', 'test', 'handlers', 'bench', 'build-tools', 'examples'],
      ignoreExports: ['src/index.ts', 'handlers/*/index.ts'],
    }],
  },
});
eslint.addOverride({
  // Examples are apps of their own: they import the library by name and bring their own development dependencies.
  files: ['examples/**/*.ts', 'bench/**/*.ts', 'handlers/**/*.ts', 'build-tools/**/*.ts'],
  rules: { 'import/no-extraneous-dependencies': 'off' },
});
eslint.allowDevDeps('handlers/**');
eslint.config.parserOptions.project = './tsconfig.dev.json';
eslint.config.parserOptions.projectService = undefined;
eslint.config.settings['import/resolver'].typescript.project = './tsconfig.dev.json';

// --- package: what users need and nothing else ------------------------------------------------------------------
for (const path of ['/examples/', '/handlers/', '/docs/', '/bench/', '/build-tools/', '/.ci/', '/tsconfig.dev.json', '/.npmrc', '/CONTRIBUTING.md', '/CHANGELOG.md', '/cdk.out/']) {
  project.npmignore!.exclude(path);
}
project.npmignore!.include('/assets/', '/assets/**', '/clients/', '/clients/**');
project.gitignore.exclude('/assets/', '/clients/', '/cdk.out/', 'cdk.out/', '/tsconfig.tsbuildinfo');

// --- CI: exactly the README's test command, then the build and the examples -------------------------------------
new TextFile(project, '.ci/run', {
  executable: true,
  lines: [
    '#!/usr/bin/env bash',
    'set -euo pipefail',
    'cd "$(dirname "$0")/.."',
    'npm ci && npm test',
    'npx projen docgen',
    'git diff --exit-code -- API.md || { echo "API.md is stale: run npx projen docgen and commit it"; exit 1; }',
    'npx projen package:js',
    'npm run synth',
  ],
});

project.synth();
