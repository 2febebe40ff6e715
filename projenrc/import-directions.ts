/**
 * Which way imports may point inside src/: constructs → concerns → values, and everything → the leaves.
 */
const constructs = ['governed-rest-api.ts', 'lean-http-api.ts', 'realtime-web-socket-api.ts'];
const concerns = ['integrations', 'authorizers', 'stage', 'access', 'domain', 'observability', 'openapi', 'web-socket'];
const checks = ['reflection', 'rules', 'cli'];
const leaves = ['api-type.ts', 'limits.ts', 'rule-ids.ts'];

const inSrc = (path: string) => `./src/${path}`;
const except = (target: string, from: string[], message: string) =>
  from.map((path) => ({ target: inSrc(target), from: inSrc(path), message }));

export const importDirections = [
  { target: './src', from: './src/index.ts', message: 'index.ts is the gate for users; import the file that defines the name' },
  ...constructs.flatMap((construct) => except(construct, constructs.filter((other) => other !== construct),
    'the three constructs are siblings; what they share gets a file of its own')),
  ...constructs.flatMap((construct) => except(construct, checks, 'constructs never import the rules; an opt-out acknowledges a rule by its id in rule-ids.ts')),
  ...concerns.flatMap((concern) => except(concern, [...constructs, ...checks], 'a concern works alone: it knows neither the constructs nor the rules')),
  ...checks.flatMap((check) => except(check, constructs, 'rules read facts of any API, never our constructs')),
  ...except('reflection', ['rules', 'cli'], 'reflection states facts; rules judge them')
  , ...except('rules', ['cli'], 'the command line uses the rules, not the other way round'),
  ...leaves.flatMap((leaf) => except(leaf, [...constructs, ...concerns, ...checks], 'a leaf imports nothing of ours')),
];
