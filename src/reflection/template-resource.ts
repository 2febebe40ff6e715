import { isRecord } from '../intrinsic';
import type { Template } from './template';
import { TemplateValue } from './template-value';

/** A resource of a template. */
export class TemplateResource {
  public readonly properties: TemplateValue;
  private readonly definition: Record<string, unknown>;

  constructor(public readonly template: Template, public readonly logicalId: string, public readonly resourceType: string, definition: unknown) {
    this.definition = isRecord(definition) ? definition : {};
    this.properties = TemplateValue.of(this.definition.Properties, template, ['Resources', logicalId, 'Properties']);
  }

  /** The path of its construct, in an app. */
  public get constructPath(): string | undefined {
    return this.template.constructPathOf(this.logicalId);
  }

  /** The value of a property, `a.b` for one inside. */
  public property(path: string): TemplateValue {
    return path.split('.').reduce((value, key) => value.get(key), this.properties);
  }

  /** Something beside the properties: `DeletionPolicy`, `Metadata`, … */
  public attribute(name: string): TemplateValue {
    return TemplateValue.of(this.definition[name], this.template, ['Resources', this.logicalId, name]);
  }

  /** The logical ids after which it is made because it says so. */
  public get dependsOn(): string[] {
    const given = this.definition.DependsOn;
    return (Array.isArray(given) ? given : [given]).filter((id): id is string => typeof id === 'string');
  }

  /** Whether nobody can tell before the deployment that it is made at all. */
  public get isConditional(): boolean {
    return this.template.presenceOf(this.definition.Condition) === undefined;
  }

  /** As a message names it. */
  public toString(): string {
    return this.constructPath ?? this.logicalId;
  }
}
