import { Sample } from '../../bench/measure';
import { asTable, compare } from '../../bench/report';

const EMPTY: Sample = { subject: { kind: 'empty', routes: 0 }, resources: 0, templateBytes: 700, seconds: 2, secondsWithoutValidator: 0.2 };
const L2: Sample = { subject: { kind: 'l2', routes: 98 }, resources: 500, templateBytes: 400_000, seconds: 4, secondsWithoutValidator: 0.8 };
const OURS: Sample = { subject: { kind: 'like-for-like', routes: 98 }, resources: 8, templateBytes: 100_000, seconds: 3, secondsWithoutValidator: 0.4 };
const BEYOND: Sample = { subject: { kind: 'all-defaults', routes: 300 }, resources: 21, templateBytes: 400_000, seconds: 3.3333, secondsWithoutValidator: 0.5 };

describe('compare', () => {
  const comparisons = compare([EMPTY, L2, OURS, BEYOND]);

  test('sets each figure of ours beside that of aws-cdk-lib at the same size, and beside the empty app', () => {
    expect(comparisons).toContainEqual({
      name: 'REST like for like, 98 routes: template',
      unit: 'bytes',
      ours: 100_000,
      peers: { 'aws-cdk-lib RestApi': 400_000, 'empty app': 700 },
      ratio: 0.25,
    });
    expect(comparisons.filter(({ name }) => name.startsWith('REST like for like')).map(({ ratio }) => ratio)).toEqual([0.016, 0.25, 0.75, 0.5]);
  });

  test('has no ratio where aws-cdk-lib has no API of that size', () => {
    expect(comparisons).toContainEqual({
      name: 'REST with all defaults, 300 routes: synth', unit: 'seconds', ours: 3.333, peers: { 'empty app': 2 }, ratio: null,
    });
  });

  test('takes neither peer for an app of ours', () => {
    expect(comparisons).toHaveLength(8);
  });
});

test('an HTTP API stands beside HttpApi, not beside RestApi', () => {
  const http = { ...OURS, subject: { kind: 'http-like-for-like' as const, routes: 98 } };
  const peer = { ...L2, subject: { kind: 'http-l2' as const, routes: 98 }, templateBytes: 200_000 };
  expect(compare([EMPTY, L2, peer, http])).toContainEqual({
    name: 'HTTP like for like, 98 routes: template', unit: 'bytes', ours: 100_000, peers: { 'aws-cdk-lib HttpApi': 200_000, 'empty app': 700 }, ratio: 0.5,
  });
});

test('the table has a row for each figure, and a dash where there is nothing to compare with', () => {
  const rows = asTable(compare([EMPTY, L2, OURS, BEYOND])).trimEnd().split('\n');

  expect(rows).toHaveLength(9);
  expect(rows[2]).toMatch(/^REST like for like, 98 routes: template {2,}100000 bytes {2,}400000 {2,}700 {2,}0\.25$/);
  expect(rows[8]).toMatch(/ - {2,}0\.2 {2,}-$/);
});

test('the table has a dash for an empty app where none was measured', () => {
  const broadcast = { name: 'broadcast to 100 connections', unit: 'MB', ours: 100, peers: { 'Scan and Promise.all': 200, 'another': 300 }, ratio: 0.5 };

  expect(asTable([broadcast]).trimEnd().split('\n')[1]).toMatch(/^broadcast to 100 connections {2,}100 MB {2,}200 {2,}- {2,}0\.50$/);
});
