import { DefaultTokenResolver, IResolvable, IResolveContext, Reference, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Things of a document that many routes name, each under one name: what says the same is the same.
 */
export class SharedComponents<T> {
  private readonly components = new Map<string, T>();
  private readonly names = new Map<string, string>();
  private readonly reserved: string[];

  /** @param reserved names that none of them may take */
  public constructor(...reserved: string[]) {
    this.reserved = reserved;
  }

  /** By name, in the order in which they came. */
  public get entries(): [string, T][] {
    return [...this.components];
  }

  /**
   * The name of a component; one that says the same as an earlier one has its name.
   *
   * @param parts all that makes a difference
   * @param wanted the name, unless something else has it; a function where it takes time to find
   */
  public nameOf(component: T, parts: unknown, wanted: string | (() => string), scope: IConstruct): string {
    // First as it is written, which is the same on hundreds of routes; only then by what it resolves to, which takes time.
    const written = JSON.stringify(parts);
    const known = this.names.get(written);
    if (known) return known;
    const meaning = JSON.stringify(Tokenization.resolve(parts, { scope, resolver: new MeaningResolver(), preparing: false }));
    const name = this.names.get(meaning) ?? this.store(component, typeof wanted === 'string' ? wanted : wanted());
    this.names.set(written, name);
    this.names.set(meaning, name);
    return name;
  }

  private store(component: T, wanted: string): string {
    let name = wanted;
    for (let count = 2; this.components.has(name) || this.reserved.includes(name); count++) name = `${wanted}${count}`;
    this.components.set(name, component);
    return name;
  }
}

/**
 * What tokens say, such as an `Fn.sub` that is made anew whenever an authorizer is bound.
 *
 * Keeps references apart by what they refer to: until a stack's imports are written, the CDK resolves references to constructs
 * of one logical id in two stacks to the same text.
 */
class MeaningResolver extends DefaultTokenResolver {
  public constructor() {
    super({ join: (left, right) => [left, right] });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: Parameters<DefaultTokenResolver['resolveToken']>[2]): unknown {
    if (Reference.isReference(token)) return { reference: [token.target.node.addr, token.displayName] };
    return super.resolveToken(token, context, postProcessor);
  }
}
