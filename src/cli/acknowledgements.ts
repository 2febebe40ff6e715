import { matchesPattern } from './file-pattern';
import { placeIn, readParsedFile } from './parsed-file';
import { UnusableInput } from './unusable-input';
import { isRecord } from '../intrinsic';
import { nearestWord } from '../nearest-word';
import { Finding } from '../rules/finding';

interface Acknowledgement {
  readonly rule: string;
  readonly reason: string;
  readonly file?: string;
  readonly resource?: string;
  readonly route?: string;
  /** Where it stands, for messages. */
  readonly place: string;
}

const FIELDS = ['rule', 'reason', 'file', 'resource', 'route'];

/** The findings that a file acknowledges, each with the reason. */
export class Acknowledgements {
  /**
   * Reads a list of `{ rule, reason, file, resource, route }`, in YAML or JSON.
   *
   * @param name as messages call the file
   * @throws UnusableInput for what is no such list, for an entry without a reason, and for a rule that does not exist
   */
  public static read(path: string, name: string, ruleIds: string[]): Acknowledgements {
    const file = readParsedFile(path, name);
    const { document } = file;
    if (!Array.isArray(document)) throw new UnusableInput(`'${name}' is no list; write entries as '- { rule: rest-method-without-auth, reason: <why> }'`);
    return new Acknowledgements(document.map((entry: unknown, index) => readEntry(entry, placeIn(file, name, [index]), ruleIds)));
  }

  private readonly used = new Set<Acknowledgement>();

  private constructor(private readonly entries: Acknowledgement[]) {}

  /** The reason for which a finding does not count; undefined when it does. */
  public reasonFor(finding: Finding): string | undefined {
    const matching = this.entries.filter((entry) => matches(entry, finding));
    for (const entry of matching) this.used.add(entry);
    return matching[0]?.reason;
  }

  /** What acknowledges nothing, in words. */
  public get unused(): string[] {
    return this.entries.filter((entry) => !this.used.has(entry))
      .map(({ place, rule }) => `${place}: this acknowledges '${rule}' where nothing was found; take it out, or mend its file, resource or route`);
  }
}

function matches({ rule, file, resource, route }: Acknowledgement, finding: Finding): boolean {
  return rule === finding.ruleId
    && (file === undefined || matchesPattern(finding.resource.template.name, file))
    && (resource === undefined || resource === finding.resource.logicalId)
    && (route === undefined || route === finding.route);
}

function readEntry(entry: unknown, place: string, ruleIds: string[]): Acknowledgement {
  if (!isRecord(entry)) throw new UnusableInput(`${place}: this entry is no object; write '{ rule: rest-method-without-auth, reason: <why> }'`);
  for (const [field, value] of Object.entries(entry)) {
    if (!FIELDS.includes(field)) {
      const meant = nearestWord(field, FIELDS);
      throw new UnusableInput(`${place}: '${field}' is nothing that an entry has; write ${meant ?? `one of ${FIELDS.join(', ')}`}`);
    }
    if (typeof value !== 'string') throw new UnusableInput(`${place}: '${field}' was given ${JSON.stringify(value)}, which is no text; write it in quotes`);
  }
  const { rule, reason, ...where } = entry as Partial<Record<string, string>>;
  if (rule === undefined) throw new UnusableInput(`${place}: this entry has no rule, so that nobody knows what it acknowledges; write 'rule: <id>', of those that 'gatehouse rules' lists`);
  if (!ruleIds.includes(rule)) {
    const meant = nearestWord(rule, ruleIds);
    throw new UnusableInput(`${place}: '${rule}' is no rule; write ${meant ? `'${meant}'` : 'one of those that \'gatehouse rules\' lists'}`);
  }
  if (reason === undefined || reason.trim() === '') {
    throw new UnusableInput(`${place}: '${rule}' is acknowledged without a reason, and whoever reviews it needs to know why; write 'reason: <why>'`);
  }
  return { rule, reason: reason.trim(), ...where, place };
}
