import { Annotations, IResolvable, IResolveContext } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isAbsent, mapBranches } from './conditional';
import { isIntrinsic } from '../intrinsic';

/** `instanceof` fails when an app holds two copies of this library. */
const BRAND = Symbol.for('cdk-gatehouse.LateMerge');

/**
 * How a property becomes one value: what stood there before, what the mixins added, and whether it stands inside an `Fn::If`.
 *
 * A base that is only known at deploy time never arrives here.
 */
type MergeInto<A> = (base: unknown, additions: readonly A[], conditional: boolean, context: IResolveContext) => unknown;

/**
 * A property of a stage that several mixins fill, merged when the template is written.
 *
 * Late, because a default that a later mixin sets has to reach what an earlier one wrote, and because the value from before may be a token.
 */
export class LateMerge<A> implements IResolvable {
  /**
   * The property's new value: the current one with further additions. Later additions win.
   */
  public static into<A>(stage: IConstruct, property: string, current: unknown, merge: MergeInto<A>, ...additions: A[]): LateMerge<A> {
    return isLateMerge<A>(current)
      ? new LateMerge(stage, property, current.base, merge, [...current.additions, ...additions])
      : new LateMerge(stage, property, current, merge, additions);
  }

  public readonly [BRAND] = true;
  public readonly creationStack: string[] = ['stack traces disabled'];
  public readonly base: unknown;
  public readonly additions: readonly A[];
  private readonly stage: IConstruct;
  private readonly property: string;
  private readonly merge: MergeInto<A>;

  private constructor(stage: IConstruct, property: string, base: unknown, merge: MergeInto<A>, additions: readonly A[]) {
    this.stage = stage;
    this.property = property;
    this.base = base;
    this.merge = merge;
    this.additions = additions;
  }

  public resolve(context: IResolveContext): unknown {
    return mapBranches(context.resolve(this.base), (base, conditional) => {
      if (isAbsent(base)) return this.merge(undefined, this.additions, conditional, context);
      if (!isIntrinsic(base)) return this.merge(base, this.additions, conditional, context);
      Annotations.of(this.stage).addWarningV2('cdk-gatehouse:stageSettingsNotMergeable',
        `${this.property} of the stage is only known at deploy time as a whole, so the settings of the mixins cannot be merged into it and have no effect; spell ${this.property} out, or leave it to the mixins`);
      return base;
    });
  }

  public toString(): string {
    return `LateMerge(${this.property})`;
  }
}

function isLateMerge<A>(value: unknown): value is LateMerge<A> {
  return typeof value === 'object' && value !== null && BRAND in value;
}
