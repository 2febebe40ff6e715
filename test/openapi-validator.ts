import { execFileSync } from 'child_process';

/**
 * What an OpenAPI linter finds wrong in a document. The linter is an ES module, which the test runner cannot load by itself.
 */
export function openApiProblems(document: object | string): string[] {
  const script = `
    import { createConfig, lintFromString } from '@redocly/openapi-core';
    import { readFileSync } from 'fs';
    const rules = {
      'no-unused-components': 'off', 'nullable-type-sibling': 'error', 'spec-strict-refs': 'error',
      'operation-operationId-unique': 'error', 'operation-parameters-unique': 'error', 'path-parameters-defined': 'error', 'path-declaration-must-exist': 'error',
      'security-defined': 'error', 'no-identical-paths': 'error', 'no-server-variables-empty-enum': 'error', 'no-undefined-server-variable': 'error',
    };
    const config = await createConfig({ extends: ['minimal'], rules });
    const problems = await lintFromString({ source: readFileSync(0, 'utf8'), config });
    console.log(JSON.stringify(problems.filter((problem) => problem.severity === 'error').map((problem) => problem.message + ' ' + problem.location[0].pointer)));
  `;
  const input = typeof document === 'string' ? document : JSON.stringify(document);
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { input, encoding: 'utf8' })) as string[];
}
