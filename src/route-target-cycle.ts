import { CfnElement, IAspect, Token, Tokenization, Reference } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { describePath, findReferencePath } from './reference-path';

/**
 * What a route's definition names: the function behind it, its authorizer's function or user pool, a role.
 */
export interface RouteTarget {
  readonly routeKey: string;
  readonly target: IConstruct;
}

/**
 * An API depends on everything that its definition names. A function that is named there and holds the API's address, its id or a grant
 * on it closes a circle that CloudFormation refuses at deployment, or the CDK with an error that names neither route nor remedy.
 *
 * @param api the L1 of the API
 * @throws when what a route names needs the API
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html#troubleshooting-errors-dependency-error
 */
export function assertNoRouteCycle(api: IConstruct, targets: RouteTarget[]): void {
  const routes = targets.map(({ routeKey, target }) => ({ routeKey, target, start: namedElement(target) }));
  const path = findReferencePath(routes.flatMap(({ start }) => start ?? []), (construct) => construct === api);
  if (path === undefined) return;

  const guilty = routes.filter(({ start }) => start === path[0]);
  const keys = [...new Set(guilty.map(({ routeKey }) => `'${routeKey}'`))];
  const named = keys.length > 3 ? `${keys.slice(0, 3).join(', ')} and ${keys.length - 3} more` : keys.join(', ');
  throw new Error(
    `${keys.length > 1 ? `routes ${named} lead` : `route ${named} leads`} to '${guilty[0].target.node.path}', which holds the API '${api.node.path}': ${describePath(path)}; `
    + 'the API\'s definition names every target, so neither could be created before the other; '
    + 'read the address from the request context at run time (event.requestContext.domainName, stage, apiId), hold the custom domain name as a literal, '
    + 'read an SSM parameter at run time that is written beside the API and named by a literal, '
    + 'put a grant into an iam.Policy of its own attached to the role (the function does not wait for it), '
    + 'or bind the function through a stage variable',
  );
}

/**
 * Raises the error of `assertNoRouteCycle` before the CDK looks for references between stacks, whose own error names no route.
 *
 * Add it to the API's L1 with `AspectPriority.READONLY`; routes that other Aspects add on the way are seen.
 */
export class NoRouteCycle implements IAspect {
  private readonly targets: () => RouteTarget[];

  constructor(targets: () => RouteTarget[]) {
    this.targets = targets;
  }

  public visit(node: IConstruct): void {
    assertNoRouteCycle(node, this.targets());
  }
}

/** The resource that a definition names when it names `target`: never all that is under it, for a function's permissions wait for the function. */
export function namedElement(target: IConstruct): IConstruct | undefined {
  if (CfnElement.isCfnElement(target)) return target;
  const child = defaultChildOf(target);
  if (child !== undefined && CfnElement.isCfnElement(child)) return child;
  // A singleton function has no resource under it, but its ARN is one's.
  const arn = 'functionArn' in target ? target.functionArn : undefined;
  if (typeof arn !== 'string' || !Token.isUnresolved(arn)) return undefined;
  return Tokenization.reverseString(arn).tokens.find(Reference.isReference)?.target;
}

function defaultChildOf(construct: IConstruct): IConstruct | undefined {
  try {
    return construct.node.defaultChild;
  } catch {
    // Two children claim the place; what cannot be known is let through.
    return undefined;
  }
}
