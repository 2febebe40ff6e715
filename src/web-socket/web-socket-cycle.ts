import { CfnElement, IAspect, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { describePath, findReferencePath } from '../reference-path';
import { RouteTarget, namedElement } from '../route-target-cycle';

interface WebSocketCycleProps {
  /** What waits for the backends of routes: routes and all that belongs to them, the deployment, the stage. */
  readonly waiting: IConstruct[];
  readonly targets: () => RouteTarget[];
}

/**
 * Finds functions that wait for what waits for them, before the CDK looks for references between stacks, whose own error names no route.
 *
 * The routes of a WebSocket API are resources beside the API: a function of the same stack may hold the API's address and answer a route.
 * One of another stack may not, because stacks wait for each other as a whole.
 *
 * Add it to the API's L1 with `AspectPriority.READONLY`; routes that other Aspects add on the way are seen.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html#troubleshooting-errors-dependency-error
 */
export class NoWebSocketCycle implements IAspect {
  private readonly props: WebSocketCycleProps;

  public constructor(props: WebSocketCycleProps) {
    this.props = props;
  }

  /**
   * @throws when a function could not be deployed before the API nor after it
   */
  public visit(api: IConstruct): void {
    const home = Stack.of(api);
    const targets = this.props.targets();
    const [inside, outside] = [targets.filter(({ target }) => isIn(home, target)), targets.filter(({ target }) => !isIn(home, target))];
    this.judgeInside(inside);
    judgeOutside(home, outside, elementsOf(outside));
    // Whatever else stands in the stack of a backend holds it up as well, unless the API's own is nested in it.
    const stacks = outside.map(({ target }) => Stack.of(target)).filter((stack) => !isIn(stack, home));
    judgeOutside(home, outside, [...new Set(stacks)]);
  }

  private judgeInside(targets: RouteTarget[]): void {
    const path = findReferencePath(elementsOf(targets), (construct) => this.isWaiting(construct));
    if (path === undefined) return;
    const { routeKey, target } = guiltyOf(targets, path);
    throw new Error(`route '${routeKey}' leads to '${target.node.path}', which waits for the API's routes: ${describePath(path)}; routes wait for their backends, so neither could be created before the other; `
      + 'take url, callbackUrl or webSocketApi.apiId, which the API alone stands for, or let nothing that answers a route depend on the API as a whole');
  }

  private isWaiting(construct: IConstruct): boolean {
    // Under an L1 stands what it needs itself: the stage's log group.
    return this.props.waiting.some((one) => CfnElement.isCfnElement(one) ? one === construct : construct.node.scopes.includes(one));
  }
}

function elementsOf(targets: RouteTarget[]): IConstruct[] {
  return targets.flatMap(({ target }) => namedElement(target) ?? []);
}

function judgeOutside(home: Stack, targets: RouteTarget[], starts: IConstruct[]): void {
  const path = findReferencePath(starts, (construct) => isIn(home, construct));
  if (path === undefined) return;
  const { routeKey, target } = guiltyOf(targets, path);
  throw new Error(`route '${routeKey}' leads to '${target.node.path}' in the stack '${Stack.of(target).node.path}', which needs the API's stack '${home.node.path}': ${describePath(path)}; `
    + 'the API\'s stack needs that one for the route, so neither could be deployed before the other; make the function in the API\'s stack or in a nested stack of it, '
    + 'or let what it holds not come from there: the address from the request context at run time (event.requestContext.domainName, stage) or that of a custom domain, '
    + 'a name that an SSM parameter of a literal name keeps, a SessionTable of a third stack');
}

/** Whether a construct stands in a stack or in a nested stack of it. */
function isIn(stack: Stack, construct: IConstruct): boolean {
  for (let around: Stack | undefined = Stack.of(construct); around; around = around.nestedStackParent) {
    if (around === stack) return true;
  }
  return false;
}

/** The first route to what begins the path, or to something else of that stack. */
function guiltyOf(targets: RouteTarget[], [start]: IConstruct[]): RouteTarget {
  const stands = ({ target }: RouteTarget) => Stack.of(target) === Stack.of(start) || Stack.of(target).nestedStackResource === start;
  return targets.find(({ target }) => namedElement(target) === start) ?? targets.find(stands)!;
}
