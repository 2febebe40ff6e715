import { Family, Sample, Subject, familyOf } from './measure';

/** A figure of ours beside that of our peers. */
export interface Comparison {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peers: { [peer: string]: number };
  /** Ours to the first peer's; null where there is nobody to compare with. */
  readonly ratio: number | null;
}

const PEERS: { [kind in Subject['kind']]?: string } = { 'l2': 'aws-cdk-lib RestApi', 'http-l2': 'aws-cdk-lib HttpApi', 'ws-l2': 'aws-cdk-lib WebSocketApi' };
const PEER_OF: { [family in Family]: Subject['kind'] } = { rest: 'l2', http: 'http-l2', ws: 'ws-l2' };
const EMPTY = 'empty app';

const LABELS: { [kind in Subject['kind']]: string } = {
  'empty': 'an empty app',
  'l2': 'L2 RestApi',
  'http-l2': 'L2 HttpApi',
  'http-like-for-like': 'HTTP like for like',
  'http-all-defaults': 'HTTP with all defaults',
  'ws-l2': 'L2 WebSocketApi',
  'ws-like-for-like': 'WebSocket like for like',
  'ws-all-defaults': 'WebSocket with all defaults',
  'like-for-like': 'REST like for like',
  'all-defaults': 'REST with all defaults',
  'all-defaults-schemas': 'REST with all defaults and a ten-field schema a route',
};

const FIGURES: { figure: 'resources' | 'templateBytes' | 'seconds' | 'secondsWithoutValidator'; label: string; unit: string }[] = [
  { figure: 'resources', label: 'resources', unit: 'resources' },
  { figure: 'templateBytes', label: 'template', unit: 'bytes' },
  { figure: 'seconds', label: 'synth', unit: 'seconds' },
  { figure: 'secondsWithoutValidator', label: 'synth without the CDK\'s validator', unit: 'seconds' },
];

/** Every app of ours, each figure beside the same of aws-cdk-lib at the same size, and beside an empty app's. */
export function compare(samples: Sample[]): Comparison[] {
  const empty = samples.find(({ subject }) => subject.kind === 'empty')!;
  return samples.filter(({ subject }) => subject.kind !== 'empty' && PEERS[subject.kind] === undefined).flatMap((sample) => {
    const { kind, routes } = sample.subject;
    const peerKind = PEER_OF[familyOf(sample.subject)!];
    const l2 = samples.find((other) => other.subject.kind === peerKind && other.subject.routes === routes);
    return FIGURES.map(({ figure, label, unit }) => ({
      name: `${LABELS[kind]}, ${routes} routes: ${label}`,
      unit,
      ours: rounded(sample[figure]),
      peers: { ...l2 && { [PEERS[peerKind]!]: rounded(l2[figure]) }, [EMPTY]: rounded(empty[figure]) },
      ratio: l2 ? rounded(sample[figure] / l2[figure]) : null,
    }));
  });
}

export function asTable(comparisons: Comparison[]): string {
  const rows = comparisons.map(({ name, unit, ours, peers, ratio }) =>
    [name, `${ours} ${unit}`, firstOf(peers), `${peers[EMPTY] ?? '-'}`, ratio === null ? '-' : ratio.toFixed(2)]);
  const table = [['what', 'ours', 'peer', EMPTY, 'ratio'], ...rows];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return `${table.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n')}\n`;
}

function firstOf(peers: Comparison['peers']): string {
  const [, value] = Object.entries(peers).find(([peer]) => peer !== EMPTY) ?? [];
  return value === undefined ? '-' : `${value}`;
}

export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
