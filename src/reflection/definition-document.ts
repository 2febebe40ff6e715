import { Fact } from './fact';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** An operation of an OpenAPI body. */
export interface Operation {
  readonly path: string;
  /** In upper case; `ANY` for `x-amazon-apigateway-any-method`. */
  readonly method: string;
  readonly operation: TemplateValue;
  readonly pathItem: TemplateValue;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const ANY_METHOD = 'x-amazon-apigateway-any-method';

/** The OpenAPI 3.0 or Swagger 2.0 document that defines an API. */
export class DefinitionDocument {
  private listed?: Fact<Operation[]>;

  constructor(public readonly owner: TemplateResource, public readonly root: TemplateValue) {}

  public get isSwagger(): boolean {
    return this.root.get('swagger').isGiven;
  }

  /** Each operation, with references to path items followed. */
  public get operations(): Fact<Operation[]> {
    return this.listed ??= this.listOperations();
  }

  public get securitySchemes(): TemplateValue {
    return this.isSwagger ? this.root.get('securityDefinitions') : this.root.at('components', 'securitySchemes');
  }

  public get schemas(): TemplateValue {
    return this.isSwagger ? this.root.get('definitions') : this.root.at('components', 'schemas');
  }

  /** What a `$ref` within the document points to; the value itself when it is none, or when it leads nowhere or in a circle. */
  public follow(value: TemplateValue): TemplateValue {
    const seen = new Set<string>();
    let followed = value;
    for (;;) {
      const pointer = followed.get('$ref').string().value;
      if (!pointer?.startsWith('#/') || seen.has(pointer)) return followed;
      seen.add(pointer);
      const target = this.at(pointer);
      if (target.isAbsent) return followed;
      followed = target;
    }
  }

  private listOperations(): Fact<Operation[]> {
    return this.root.get('paths').entries().orDefault([]).map((paths) => paths.flatMap(([path, written]) => {
      const pathItem = this.follow(written);
      return (pathItem.entries().value ?? [])
        .filter(([method]) => METHODS.includes(method.toLowerCase()) || method === ANY_METHOD)
        .map(([method, operation]): Operation => ({ path, method: method === ANY_METHOD ? 'ANY' : method.toUpperCase(), operation, pathItem }));
    }));
  }

  private at(pointer: string): TemplateValue {
    return pointer.slice(2).split('/').map((step) => decode(step)).reduce((value, step) => value.get(step), this.root);
  }
}

function decode(step: string): string {
  const plain = step.replace(/~1/g, '/').replace(/~0/g, '~');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
