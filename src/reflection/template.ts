import { isRecord } from '../intrinsic';
import { writtenBytes } from './json-size';
import { Resolved } from './resolved';
import { evaluateCondition } from './template-conditions';
import { TemplateResource } from './template-resource';
import { TemplatePath, TemplateValue } from './template-value';

/** Where something stands in a file, counted from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is known of a template beside its text. */
interface TemplateOrigin {
  /** The file, or the path of its stack in an app. */
  readonly name: string;
  readonly region?: string;
  readonly account?: string;
  /** Where a value stands in the file. */
  readonly locate?: (path: TemplatePath) => Position | undefined;
  /** The paths of the resources' constructs, by their logical ids. */
  readonly constructPaths?: Map<string, string>;
  /** Reads a file that the template's assets hold: a body by its name in the bucket of assets. */
  readonly readAsset?: (name: string) => string | undefined;
  /** The size of its file. */
  readonly bytes?: number;
  /** By how many spaces each level is indented when it is written; none when it is written on one line. */
  readonly indentation?: number;
  /** What of it could not be read, in words. */
  readonly unread?: string[];
}

/**
 * One CloudFormation template with its neighbours: the stacks whose exports it imports, its parent and its nested stacks.
 */
export class Template {
  private readonly parts: Record<string, Record<string, unknown>>;
  private readonly shared = new Map<string, TemplateValue>();
  private readonly decided = new Map<string, boolean | undefined>();
  private readonly nested = new Map<string, Template>();
  private parent?: { template: Template; logicalId: string };
  private imports?: (name: string) => TemplateValue | undefined;
  private listed?: Map<string, TemplateResource>;
  private measured?: number;

  constructor(private readonly document: unknown, public readonly origin: TemplateOrigin) {
    const part = (name: string) => isRecord(document) && isRecord(document[name]) ? document[name] as Record<string, unknown> : {};
    this.parts = Object.fromEntries(['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs', 'Metadata'].map((name) => [name, part(name)]));
  }

  public get name(): string {
    return this.origin.name;
  }

  /** Its size as CloudFormation gets it. */
  public get bytes(): number {
    return this.measured ??= this.origin.bytes ?? writtenBytes(this.document, this.origin.indentation ?? 0);
  }

  public get resources(): TemplateResource[] {
    return [...this.known.values()];
  }

  public resource(logicalId: string): TemplateResource | undefined {
    return this.known.get(logicalId);
  }

  /** The outputs that other stacks may import, by name. */
  public exportedValues(): [string, TemplateValue][] {
    return Object.keys(this.parts.Outputs).flatMap((id): [string, TemplateValue][] => {
      const output = this.once(this.parts.Outputs[id], ['Outputs', id]);
      const name = output.at('Export', 'Name').text().value?.toString();
      return name === undefined ? [] : [[name, output.get('Value')]];
    });
  }

  /** Makes known what other stacks of the same app export. */
  public importFrom(exports: (name: string) => TemplateValue | undefined): void {
    this.imports = exports;
  }

  /** Makes a template known as that of a nested stack. */
  public nest(logicalId: string, nested: Template): void {
    this.nested.set(logicalId, nested);
    nested.parent = { template: this, logicalId };
  }

  public exported(name: string): TemplateValue | undefined {
    return this.imports?.(name);
  }

  public nestedOutput(logicalId: string, output: string): TemplateValue | undefined {
    const nested = this.nested.get(logicalId);
    return nested?.once(nested.parts.Outputs[output], ['Outputs', output]).get('Value');
  }

  /** What a parameter is given: by the parent of a nested stack, else by its default; undefined when there is no such parameter. */
  public parameter(name: string): Resolved | undefined {
    const definition = this.parts.Parameters[name];
    if (!isRecord(definition)) return undefined;
    const given = this.parent?.template.resource(this.parent.logicalId)?.property('Parameters').get(name);
    if (given && !given.isAbsent) return given.resolve();
    const kind = String(definition.Type);
    if (definition.Default === undefined) return { kind: 'unknowable', why: `it is the parameter '${name}', which has no default` };
    if (kind.startsWith('AWS::SSM::')) return { kind: 'unknowable', why: `the parameter '${name}' is read from Systems Manager at deployment` };
    const isList = kind === 'CommaDelimitedList' || kind.startsWith('List<');
    const content = isList ? String(definition.Default).split(',').map((entry) => entry.trim()) : definition.Default;
    return this.once(content, ['Parameters', name, 'Default']).resolve();
  }

  public pseudoParameter(name: string): string | undefined {
    const { region, account } = this.parent?.template.origin ?? this.origin;
    if (name === 'AWS::Region') return region;
    return name === 'AWS::AccountId' ? account : undefined;
  }

  /** The entry of a mapping: known when its keys are, or when every entry says the same. */
  public mapping(map: TemplateValue | undefined, keys: TemplateValue[]): Resolved {
    const name = map?.string().value;
    let candidates: [unknown, TemplatePath][] = name === undefined ? [] : [[this.parts.Mappings[name], ['Mappings', name]]];
    for (const key of keys.slice(0, 2)) {
      const known = key.string().value;
      candidates = candidates.flatMap(([content, path]): [unknown, TemplatePath][] => isRecord(content)
        ? Object.entries(content).filter(([entry]) => known === undefined || entry === known).map(([entry, value]) => [value, [...path, entry]])
        : []);
    }
    const [first] = candidates;
    const agree = candidates.every(([content]) => JSON.stringify(content) === JSON.stringify(first[0]));
    return first && agree ? this.once(first[0], first[1]).resolve() : { kind: 'unknowable', why: `the mapping '${name ?? '?'}' is looked up at deployment` };
  }

  /** Whether a condition holds; undefined when only the deployment tells. */
  public isTrue(condition: string): boolean | undefined {
    if (!this.decided.has(condition)) {
      // A condition that refers to itself is undecided.
      this.decided.set(condition, undefined);
      this.decided.set(condition, evaluateCondition(TemplateValue.of(this.parts.Conditions[condition], this, ['Conditions', condition]), this.parts.Conditions[condition]));
    }
    return this.decided.get(condition);
  }

  /** Whether what carries a condition is made; undefined when only the deployment tells. */
  public presenceOf(condition: unknown): boolean | undefined {
    return typeof condition === 'string' ? this.isTrue(condition) : true;
  }

  /** The path of a resource's construct: in an app, or as the CDK wrote it into the template. */
  public constructPathOf(logicalId: string): string | undefined {
    const path = this.origin.constructPaths?.get(logicalId);
    if (path !== undefined) return path;
    return this.resource(logicalId)?.attribute('Metadata').get('aws:cdk:path').string().value;
  }

  /** The same value whenever it is asked for: one that leads back to itself is noticed. */
  private once(raw: unknown, path: TemplatePath): TemplateValue {
    const key = path.join('\n');
    const known = this.shared.get(key) ?? TemplateValue.of(raw, this, path);
    this.shared.set(key, known);
    return known;
  }

  /** Read late: what a nested stack is given decides its conditions. */
  private get known(): Map<string, TemplateResource> {
    return this.listed ??= new Map(Object.entries(this.parts.Resources).flatMap(([logicalId, definition]): [string, TemplateResource][] => {
      if (!isRecord(definition) || typeof definition.Type !== 'string' || this.presenceOf(definition.Condition) === false) return [];
      return [[logicalId, new TemplateResource(this, logicalId, definition.Type, definition)]];
    }));
  }
}
