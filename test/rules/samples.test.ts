import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { AppReflection } from '../../src/reflection/app-reflection';
import { Template } from '../../src/reflection/template';
import { checkAll } from '../../src/rules/all-rules';
import { Finding } from '../../src/rules/finding';

const FOLDER = join(__dirname, 'samples');

/** The errors of each sample; whoever adds one has looked whether it is true. */
const ERRORS: Record<string, string[]> = {
  'cdk-cors': ['rest-method-without-auth GET /twitch', 'rest-method-without-auth POST /twitch', 'rest-method-without-auth DELETE /twitch'],
  // Two APIs, each with a route that takes everything.
  'cdk-http-domain': ['http-route-without-auth $default', 'http-route-without-auth $default'],
  'cdk-private': ['mock-without-status GET /', 'private-policy-without-vpc-condition'],
  'cdk-request-authorizer': [],
  'constructs-cloudfront': ['rest-method-without-auth ANY /{proxy+}', 'rest-method-without-auth ANY /'],
  'constructs-cognito': [],
  'constructs-dynamodb': ['vtl-unescaped-input GET /{id}'],
  'constructs-open-api': [],
  'constructs-sqs': [],
  'constructs-web-socket': ['sqs-template-not-urlencoded $default'],
  'sam-authorizers': ['rest-method-without-auth GET /health'],
  'sam-conditions': [],
  'sam-http-authorizers': ['http-route-without-auth GET /health'],
  'sam-mutual-tls': [],
  'sam-policies': [],
  'sam-private': [],
  // SAM has no word for the behavior: with another Content-Type a caller writes the whole request.
  'sam-state-machine': ['passthrough-permissive POST /orders'],
  'sam-usage-plan': [],
};

/** What cannot be known of each sample: what comes from a parameter without a default, a condition, or from the region of a stack that has none. */
const UNKNOWNS: Record<string, string[]> = {
  'cdk-http-domain': ['regional-cert-region'],
  'sam-conditions': ['rest-execution-log-off', 'stage-without-throttle', 'xray-off'],
  'sam-http-authorizers': ['cors-wildcard-origin', 'cors-wildcard-with-credentials'],
};

const found = new Map(Object.keys(ERRORS).map((sample) => [sample, findingsOf(sample)]));

test('every sample says which errors it has', () => {
  const samples = readdirSync(FOLDER).filter((file) => file.endsWith('.json')).map((file) => file.replace('.json', ''));
  expect(samples.sort()).toEqual(Object.keys(ERRORS).sort());
});

test.each(Object.entries(ERRORS))('%s has no errors but those that are true', (sample, errors) => {
  const said = found.get(sample)!.filter(({ severity }) => severity === 'error').map(({ ruleId, route }) => [ruleId, route ?? []].flat().join(' '));
  expect(said.sort()).toEqual([...errors].sort());
});

test.each(Object.keys(ERRORS))('of %s nothing is called unknown but what only the deployment tells', (sample) => {
  const said = found.get(sample)!.filter(({ severity }) => severity === 'unknown').map(({ ruleId }) => ruleId);
  expect(said.sort()).toEqual(UNKNOWNS[sample] ?? []);
});

test('what is said of the samples is one sentence each, without a gap in it', () => {
  for (const { message } of [...found.values()].flat()) {
    expect(message).toMatch(/^('|the |who|what|which|whether |a |an |callers |it )/i);
    expect(message).not.toMatch(/undefined|\[object|null|NaN|\.$|\uFFFC/);
  }
});

function findingsOf(sample: string): Finding[] {
  const template = JSON.parse(readFileSync(join(FOLDER, `${sample}.json`), 'utf8')) as unknown;
  return checkAll(new AppReflection([new Template(template, { name: sample })]));
}
