import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { parseDocument } from 'yaml';
import { rulesPage } from '../../build-tools/rules-page';
import { RuleIds } from '../../src/rule-ids';
import { RULES } from '../../src/rules/all-rules';

const described = readdirSync(__dirname, { recursive: true }).map(String).filter((file) => file.endsWith('.test.ts'))
  .flatMap((file) => [...readFileSync(join(__dirname, file), 'utf8').matchAll(/describeRule(?:<[^(]*>)?\(\s*'([^']+)'/g)].map(([, id]) => id));

test('no two rules have the same id', () => {
  const ids = RULES.map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('every rule that an opt-out acknowledges exists', () => {
  expect(Object.values(RuleIds).filter((id) => !RULES.some((rule) => rule.id === id))).toEqual([]);
});

test('the reference page is what its generator writes', () => {
  expect(readFileSync(join(__dirname, '../../docs/rules.md'), 'utf8')).toBe(rulesPage());
});

describe.each(RULES)('$id', ({ id, title, why, fix, snippet, docs, appliesTo }) => {
  test('has cases in which it passes, fails and cannot tell', () => {
    expect(described).toContain(id);
  });

  test('says what is wrong, why, and what to write', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
    expect(title).toMatch(/^['A-Z$].*[^.]$/s);
    expect(why).toMatch(/^['A-Z$].*\.$/s);
    expect(fix).toMatch(/[^.]$/);
    expect(docs).toMatch(/^https:\/\/(docs\.aws\.amazon\.com|aws\.amazon\.com|developer\.mozilla\.org|fetch\.spec\.whatwg\.org)\//);
    expect(appliesTo.length).toBeGreaterThan(0);
  });

  test('shows the fix in YAML', () => {
    const { errors } = parseDocument(snippet, { logLevel: 'silent' });
    expect(errors).toEqual([]);
    expect(snippet.trim()).not.toBe('');
  });
});
