import { CfnElement, CfnResource, DefaultTokenResolver, IPostProcessor, IResolvable, IResolveContext, Reference, Stack, Stage, StringConcat, Tokenization } from 'aws-cdk-lib';
import { Dependable, IConstruct } from 'constructs';
import { pascalCase } from './letter-case';

/**
 * The shortest chain of constructs by which one of `from` needs a construct that `to` accepts, both ends included.
 *
 * It follows what becomes a reference or a `DependsOn` in the templates, across stacks and nested stacks, and works before the CDK has
 * turned references between stacks into exports. A construct that is no L1 stands for the L1s under it.
 * What a token does not tell (a literal id, an import, a resolver that throws) counts as no reference.
 */
export function findReferencePath(from: IConstruct[], to: (construct: IConstruct) => boolean): IConstruct[] | undefined {
  const directNeedsOnce = once(directNeeds);
  const reachedBy = new Map<IConstruct, Reach>();
  const queue = from.flatMap((start) => CfnElement.isCfnElement(start) ? [start] : elementsOf(start));
  for (const start of queue) reachedBy.set(start, { path: [] });

  for (const holder of queue) {
    for (const { through, target } of needsOf(holder, directNeedsOnce)) {
      const reach = { holder, path: [...through, target] };
      if (to(target)) return pathOf(reach, reachedBy);
      if (reachedBy.has(target)) continue;
      reachedBy.set(target, reach);
      queue.push(target);
    }
  }
  return undefined;
}

/**
 * How the first of two neighbours on a path needs the second: the place in its template (`Environment.Variables.URL`), or `DependsOn`.
 */
export function describeNeed(holder: IConstruct, target: IConstruct): string {
  const template = CfnElement.isCfnElement(holder) ? resolveElement(holder) : undefined;
  const reference = template?.places.find((place) => place.target === target);
  if (reference !== undefined) return templatePath(template?.definition, reference.place);
  if (nestedStackOf(target) !== undefined && Stack.of(holder).nestedStackResource === target) return 'part of the nested stack';
  return nestedStackOf(holder) === undefined ? 'DependsOn' : 'contains';
}

/**
 * A path as a message tells it: each construct with how it needs the next one.
 */
export function describePath(path: IConstruct[]): string {
  return path.map((construct, index) => {
    const next = path[index + 1];
    return `'${construct.node.path}'${next === undefined ? '' : ` (${describeNeed(construct, next)})`}`;
  }).join(' -> ');
}

/**
 * One property of a resource as its template has it, however it was written: the constructs to which its tokens refer, and the value.
 */
export function templateProperty(resource: CfnResource, property: string): { targets: IConstruct[]; value: unknown } {
  const { definition, places } = resolveElement(resource);
  const isHere = (key: string) => pascalCase(key) === property;
  return {
    targets: places.filter(({ place: [section, key] }) => section === 'Properties' && isHere(key)).map(({ target }) => target),
    value: fieldOf(fieldOf(definition, 'Properties'), property),
  };
}

/**
 * The resources to which a value refers, wherever they are.
 */
export function referencesIn(value: unknown, scope: IConstruct): IConstruct[] {
  const resolver = new ReferenceCollector();
  try {
    Tokenization.resolve(value, { scope, resolver, preparing: true });
  } catch {
    // What was found until here stays; the CDK raises its own error when it writes the template.
  }
  return [...new Set(resolver.places.map(({ target }) => target))];
}

interface Need {
  readonly target: CfnElement;
  /** The member of a nested stack that stands between it and what it needs from outside. */
  readonly through: CfnElement[];
}

interface Reach {
  /** None for a start. */
  readonly holder?: CfnElement;
  readonly path: CfnElement[];
}

function pathOf(last: Reach, reachedBy: Map<IConstruct, Reach>): IConstruct[] {
  let path: IConstruct[] = last.path;
  for (let { holder } = last; holder !== undefined; holder = reachedBy.get(holder)?.holder) {
    // A reach ends with its target, which is the holder of the next one.
    const before = reachedBy.get(holder)?.path ?? [];
    path = [...(before.length === 0 ? [holder] : before), ...path];
  }
  return path;
}

function needsOf(holder: CfnElement, directNeedsOf: (element: CfnElement) => CfnElement[]): Need[] {
  const needs: Need[] = directNeedsOf(holder).map((target) => ({ target, through: [] }));

  const nested = nestedStackOf(holder);
  if (nested !== undefined) {
    // A nested stack waits for whatever any of its members needs from outside: it comes in as a parameter.
    const inside = (construct: IConstruct) => construct.node.scopes.includes(nested);
    for (const member of nested.node.findAll().filter(CfnElement.isCfnElement)) {
      needs.push(...directNeedsOf(member).filter((target) => !inside(target)).map((target) => ({ target, through: [member] })));
    }
  }
  return needs;
}

function directNeeds(element: CfnElement): CfnElement[] {
  const ownStack = Stack.of(element).nestedStackResource;
  return [
    ...new Set(resolveElement(element).places.map(({ target }) => target).filter(CfnElement.isCfnElement)),
    ...(CfnResource.isCfnResource(element) ? element.obtainDependencies().filter(CfnResource.isCfnResource) : []),
    ...constructDependencies(element),
    ...(ownStack === undefined ? [] : [ownStack]),
  ].filter((target) => target !== element);
}

/** `node.addDependency` on a construct, or on anything around it, makes every L1 of the one wait for every L1 of the other. */
function constructDependencies(element: CfnElement): CfnElement[] {
  const dependencies: CfnElement[] = [];
  for (const scope of element.node.scopes) {
    for (const dependency of scope.node.dependencies) {
      for (const root of Dependable.of(dependency).dependencyRoots) dependencies.push(...elementsOf(root));
    }
  }
  return dependencies;
}

/** The L1s of a construct's own template; a nested stack is one resource of it. */
function elementsOf(root: IConstruct): CfnElement[] {
  if (Stack.isStack(root) && root.nestedStackResource !== undefined) return [root.nestedStackResource];
  const visit = (construct: IConstruct): CfnElement[] => [
    ...(CfnElement.isCfnElement(construct) ? [construct] : []),
    ...construct.node.children.filter((child) => !Stack.isStack(child) && !Stage.isStage(child)).flatMap(visit),
  ];
  return visit(root);
}

/** The nested stack that a resource stands for. The CDK puts the two side by side: `Name` and `Name.NestedStack/Name.NestedStackResource`. */
function nestedStackOf(construct: IConstruct): Stack | undefined {
  if (!CfnResource.isCfnResource(construct) || construct.cfnResourceType !== 'AWS::CloudFormation::Stack') return undefined;
  const neighbours = construct.node.scope?.node.scope?.node.children ?? [];
  return neighbours.filter(Stack.isStack).find((stack) => stack.nestedStackResource === construct);
}

interface ResolvedElement {
  /** The element's entry in the template; undefined when it cannot be resolved as a whole. */
  readonly definition: unknown;
  /** Where each construct is referred to, in the words of the L1's props. */
  readonly places: { target: IConstruct; place: string[] }[];
}

function resolveElement(element: CfnElement): ResolvedElement {
  const resolver = new ReferenceCollector();
  let definition: unknown;
  try {
    // `preparing` as in the CDK's own search for references: nothing is exported or imported yet.
    const fragment = Tokenization.resolve(element._toCloudFormation(), { scope: element, resolver, preparing: true });
    definition = Object.values(fragment.Resources ?? {})[0];
  } catch {
    // What was found until here stays; the CDK raises its own error when it writes the template.
  }
  return { definition, places: resolver.places };
}

class ReferenceCollector extends DefaultTokenResolver {
  public readonly places: ResolvedElement['places'] = [];

  constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor) {
    const reference = templateReference(token);
    if (reference !== undefined) {
      // [Resources, <logical id>, Properties, ...]
      this.places.push({ target: reference.target, place: context.documentPath.slice(2) });
      return { Ref: reference.displayName };
    }
    try {
      return super.resolveToken(token, context, postProcessor);
    } catch {
      return undefined;
    }
  }
}

/**
 * A token that becomes a Ref or GetAtt. An L2's attribute is a Reference too, but one that writes a literal physical name into a stack of
 * another region or account; only the reference inside of it tells. `Stack.consumeReference` hides its reference from resolvers.
 */
export function templateReference(token: IResolvable): Reference | undefined {
  const candidate = 'reference' in token ? token.reference : token;
  return Reference.isReference(candidate) && Symbol.for('@aws-cdk/core.CfnReference') in candidate ? candidate : undefined;
}

function once<K extends object, V>(produce: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? produce(key);
    known.set(key, value);
    return value;
  };
}

/** Follows a place through the written template, whose keys are capitalised where those of the props are not. */
function templatePath(definition: unknown, place: string[]): string {
  const written: string[] = [];
  let value = definition;
  for (const key of place) {
    if (key.startsWith('Fn::')) break;
    const name = [key, pascalCase(key)].find((candidate) => fieldOf(value, candidate) !== undefined) ?? key;
    written.push(name);
    value = fieldOf(value, name);
  }
  return (written[0] === 'Properties' ? written.slice(1) : written).join('.');
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([field]) => field === key)?.[1] : undefined;
}
