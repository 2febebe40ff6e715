import { CfnTemplate, Json, Resources, templateWith } from './cfn-template';
import { appSpellings } from './spellings/app-spellings';
import { bodySpellings } from './spellings/body-spellings';
import { Spelling } from './spellings/spelling';
import { stageSpellings } from './spellings/stage-spellings';
import { templateSpellings } from './spellings/template-spellings';
import { RULES } from '../../src/rules/all-rules';
import { Declarations } from '../../src/rules/declarations';
import { Finding } from '../../src/rules/finding';

const SPELLINGS: Spelling[] = [...templateSpellings, ...appSpellings, ...bodySpellings, ...stageSpellings];

interface RuleCases<T> {
  /** Resources in which the fact is written; a whole template where it needs more than resources. */
  readonly template: (value: T) => Resources | CfnTemplate;
  /** Values with which the rule is silent. */
  readonly passes: T[];
  /** Values with which it speaks. */
  readonly fails: T[];
  /** What it says then. A function where that depends on the value. */
  readonly message: string | ((value: T) => string);
  /** Values that only the deployment tells: `UNKNOWN`, or what holds it. A text says why there are none. */
  readonly unknown: T[] | string;
  /** What the owner of the pack declares. */
  readonly intent?: Declarations;
  /** Where it is not the rule's own. */
  readonly severity?: 'error' | 'warning';
  /**
   * Where it matters what no template says, such as the region of its stack.
   * @default - every way in which a template can be written
   */
  readonly spellings?: Spelling[];
}

/**
 * Holds a rule to what it promises, in every way in which its facts can be written.
 *
 * @param variant where a rule has several ways to fail: which one this is
 */
export function describeRule<T = Json>(ruleId: string, cases: RuleCases<T>, variant = ''): void {
  const rule = RULES.find(({ id }) => id === ruleId);
  const { template, passes, fails, message, unknown, intent = {}, severity = rule?.severity, spellings = SPELLINGS } = cases;
  const written = (value: T): CfnTemplate => {
    const resources = template(value);
    const isTemplate = 'Resources' in resources && !('Type' in (resources.Resources as object));
    const { Resources: listed, ...more } = isTemplate ? resources as CfnTemplate : { Resources: resources as Resources };
    return templateWith(listed, more);
  };
  const found = (spelling: Spelling, value: T): Finding[] | undefined => {
    const app = spelling.reflect(written(value));
    return app && rule!.check(app, intent);
  };

  describe(`${ruleId}${variant && `: ${variant}`}`, () => {
    test('is a rule, and has cases that pass and that fail', () => {
      expect(rule).toBeDefined();
      expect(passes.length).toBeGreaterThan(0);
      expect(fails.length).toBeGreaterThan(0);
      expect(unknown.length).toBeGreaterThan(0);
    });

    test.each(spellings)('is silent on what is right, written as $name', (spelling) => {
      for (const value of passes) expect(said(found(spelling, value) ?? [])).toEqual([]);
    });

    test.each(spellings)('speaks of what is wrong, written as $name', (spelling) => {
      for (const value of fails) {
        const findings = found(spelling, value);
        if (findings === undefined) continue;
        expect(said(findings))
          .toContainEqual({ severity, message: typeof message === 'string' ? message : message(value) });
      }
    });

    if (typeof unknown === 'string') return;
    test.each(spellings)('does not guess what cannot be known, written as $name', (spelling) => {
      for (const value of unknown) {
        const findings = found(spelling, value);
        if (findings === undefined) continue;
        expect(findings.map((finding) => finding.severity)).toContain('unknown');
        expect(findings.map((finding) => finding.severity)).not.toContain(severity);
        for (const finding of findings) expect(finding.message).toContain('cannot be known: ');
      }
    });
  });
}

/** What of findings a failing test shows: a whole one holds its template. */
function said(findings: Finding[]): Pick<Finding, 'severity' | 'message'>[] {
  return findings.map(({ severity, message }) => ({ severity, message }));
}
