import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { ContractReading } from './contract-reading';
import { ContractReferences, Located } from './contract-references';
import { SchemaPlace, SchemaRewriter } from './contract-schema';
import { Limits } from '../../limits';
import { SchemaObject, pointerToken, tryDefinitionName } from '../json-schema';
import { checkBodySchema } from '../json-schema-check';

/**
 * One schema of the contract as draft 4, with the schemas that it refers to.
 */
interface Model {
  readonly name: string;
  readonly pointer: string;
  /** The models it refers to; true where the same value must fit both. */
  readonly references: Map<Model, boolean>;
  schema: SchemaObject;
}

/**
 * The schemas of a contract's bodies as models. Each referenced schema becomes one definition, however many refer to it.
 */
export class ContractModels {
  private readonly reading: ContractReading;
  private readonly references: ContractReferences;
  private readonly models = new Map<string, Model>();
  private readonly names = new Set<string>();
  private readonly pending: [Model, unknown][] = [];

  public constructor(reading: ContractReading, references: ContractReferences) {
    this.reading = reading;
    this.references = references;
  }

  /**
   * The schema at a pointer with all that it refers to, as `RequestShape.body` takes it. A reference stays one, so that routes share the component.
   */
  public bodySchema({ value, pointer }: Located): apigateway.JsonSchema {
    // No component has such a name, so that none makes way for a body.
    const body = this.model(pointer, value, pointer);
    this.rewritePending();
    const definitions = [...modelsBehind(body)].map((model) => [model.name, model.schema] as const);
    return (definitions.length > 0 ? { ...body.schema, definitions: Object.fromEntries(definitions) } : body.schema) as apigateway.JsonSchema;
  }

  /** Finds what only all the models together show. */
  public check(): void {
    const models = [...this.models.values()];
    for (const { pointer, schema } of models) {
      const bytes = Buffer.byteLength(JSON.stringify(schema));
      if (bytes > Limits.MODEL_BYTES) {
        this.reading.problem(pointer, `makes a model of ${bytes} bytes, but one of API Gateway has at most ${Limits.MODEL_BYTES}; move parts of it to '#/components/schemas' and refer to them`);
      }
    }
    this.checkCircles(models);
    if (!this.reading.hasProblems) this.checkValues(models);
  }

  private rewritePending(): void {
    for (let next = this.pending.pop(); next; next = this.pending.pop()) {
      const [model, schema] = next;
      const rewriter = new SchemaRewriter(this.reading, this.references, (target, place) => this.refer(model, target, place));
      model.schema = rewriter.rewrite(schema, { pointer: model.pointer, sameValue: true, optional: new Set() });
    }
  }

  private model(pointer: string, value: unknown, name?: string): Model {
    const known = this.models.get(pointer);
    if (known) return known;
    const model = { name: name ?? this.freeName(pointer), pointer, references: new Map<Model, boolean>(), schema: {} };
    this.models.set(pointer, model);
    this.pending.push([model, value]);
    return model;
  }

  private refer(from: Model, { value, pointer }: Located, { sameValue }: SchemaPlace): SchemaObject {
    const target = this.model(pointer, value);
    from.references.set(target, sameValue || (from.references.get(target) ?? false));
    return { ref: `#/definitions/${definitionToken(target.name)}` };
  }

  /** The component's name, so that models are called as readers of the contract know them. */
  private freeName(pointer: string): string {
    const wanted = pointer.slice(pointer.lastIndexOf('/') + 1).replaceAll('~1', '/').replaceAll('~0', '~') || 'Schema';
    let name = wanted;
    for (let count = 2; this.names.has(name); count++) name = `${wanted}${count}`;
    this.names.add(name);
    return name;
  }

  /** A value that must fit a schema before it can be said whether it fits has no end. */
  private checkCircles(models: Model[]): void {
    const finished = new Set<Model>();
    const visit = (model: Model, way: Model[]): void => {
      if (way.includes(model)) {
        const circle = [...way.slice(way.indexOf(model)), model].map(({ pointer }) => `'${pointer}'`);
        this.reading.problem(model.pointer, `describes itself by itself, in ${circle.join(' → ')}, so that a check would have no end; break the circle at one place with { type: object }`);
        return;
      }
      if (finished.has(model)) return;
      for (const [target, sameValue] of model.references) if (sameValue) visit(target, [...way, model]);
      finished.add(model);
    };
    models.forEach((model) => visit(model, []));
  }

  /** What a route would refuse is refused here, with the place in the contract. */
  private checkValues(models: Model[]): void {
    const definitions = Object.fromEntries(models.map(({ name, schema }) => [name, schema]));
    try {
      checkBodySchema({ definitions } as apigateway.JsonSchema, this.reading.name);
    } catch (error) {
      const [, place, text] = /the schema at '(#\/definitions\/.*?)' (.*)$/s.exec((error as Error).message) ?? [];
      if (place === undefined) throw error;
      const [reference, ...way] = place.split(/(?<=^#\/definitions\/[^/]*)\//);
      const model = models.find(({ name }) => name === tryDefinitionName(reference.replaceAll('%', '%25')));
      this.reading.problem([model?.pointer ?? '#', ...way].join('/'), text);
    }
  }
}

/** References are decoded as parts of an address. */
function definitionToken(name: string): string {
  return pointerToken(name).replaceAll('%', '%25');
}

function modelsBehind(model: Model): Set<Model> {
  const found = new Set(model.references.keys());
  // A set goes on to what is added while it is walked.
  for (const { references } of found) references.forEach((_sameValue, target) => found.add(target));
  return found;
}
