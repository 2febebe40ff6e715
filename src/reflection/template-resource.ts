import { isRecord } from '../intrinsic';
import type { Template } from './template';
import { referredIds } from './template-dependencies';
import { TemplateValue } from './template-value';

/** A resource of a template. */
export class TemplateResource {
  public readonly properties: TemplateValue;
  private readonly definition: Record<string, unknown>;
  private needed?: Map<TemplateResource, boolean>;

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

  /** The resources of the same template that are made before it, by what it names and what it says; false where only the deployment tells. */
  public get dependencies(): Map<TemplateResource, boolean> {
    return this.needed ??= this.among(referredIds([this.definition.Properties, ...this.dependsOn.map((id) => ({ Ref: id }))], this.template));
  }

  /** The resources of the same template that one of its properties names as it is written. */
  public dependenciesOf(property: string): Map<TemplateResource, boolean> {
    const properties = isRecord(this.definition.Properties) ? this.definition.Properties : {};
    return this.among(referredIds(properties[property], this.template));
  }

  /** Whether nobody can tell before the deployment that it is made at all. */
  public get isConditional(): boolean {
    return this.template.presenceOf(this.definition.Condition) === undefined;
  }

  /** As a message names it. */
  public toString(): string {
    return this.constructPath ?? this.logicalId;
  }

  private among(ids: Map<string, boolean>): Map<TemplateResource, boolean> {
    return new Map([...ids].flatMap(([id, isCertain]): [TemplateResource, boolean][] => {
      const resource = this.template.resource(id);
      return resource ? [[resource, isCertain]] : [];
    }));
  }
}
