import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { CfnElement, DefaultTokenResolver, IPostProcessor, IFragmentConcatenator, IResolvable, IResolveContext, Stack, Stage, Token, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { constructDependencies } from './construct-dependencies';
import { Template } from './template';
import { isRecord } from '../intrinsic';
import { templateReference } from '../reference-path';
import { unreadParts } from './unread-parts';

/**
 * The templates of all stacks of an app, as they will be deployed: overrides, generic resources and included templates are in them.
 *
 * It works before and after the CDK has turned references between stacks into exports.
 */
export function templatesOfApp(scope: IConstruct): Template[] {
  const stacks = scope.node.root.node.findAll().filter(Stack.isStack);
  const links = new StackLinks();
  const dependencies = constructDependencies(scope.node.root);
  const documents = new Map(stacks.map((stack) => [stack, documentOf(stack, links, dependencies)]));
  links.export(documents);
  const templates = new Map(stacks.map((stack) => [stack, templateOf(stack, documents.get(stack)!)]));
  for (const [stack, template] of templates) {
    const { nestedStackResource: nested, nestedStackParent: parent } = stack;
    if (parent && CfnElement.isCfnElement(nested)) templates.get(parent)?.nest(parent.resolve(nested.logicalId), template);
  }
  return [...templates.values()];
}

interface StackDocument {
  readonly sections: Record<string, Record<string, unknown>>;
  readonly constructPaths: Map<string, string>;
  readonly unread: string[];
}

function templateOf(stack: Stack, { sections, constructPaths, unread }: StackDocument): Template {
  const known = (value: string) => Token.isUnresolved(value) ? undefined : value;
  return new Template(sections, {
    name: stack.node.path || stack.node.id,
    region: known(stack.region),
    account: known(stack.account),
    constructPaths,
    // The CDK has no public word for a template on one line.
    indentation: Reflect.get(stack, '_suppressTemplateIndentation') === true ? 0 : 1,
    unread: [...unread, ...unreadParts(sections)],
    readAsset: (name) => {
      const file = join(Stage.of(stack)?.assetOutdir ?? '', `asset.${name}`);
      return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    },
  });
}

function documentOf(stack: Stack, links: StackLinks, dependencies: Map<CfnElement, Set<string>>): StackDocument {
  const document: StackDocument = { sections: {}, constructPaths: new Map(), unread: [] };
  for (const element of elementsOf(stack)) {
    try {
      const resolver = new LinkingResolver(stack, links);
      const fragment: unknown = Tokenization.resolve(element._toCloudFormation(), { scope: element, resolver, preparing: false });
      addFragment(document, withDependencies(fragment, dependencies.get(element)), element);
    } catch (error) {
      document.unread.push(`'${element.node.path}' cannot be rendered: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return document;
}

function withDependencies(fragment: unknown, ids: Set<string> | undefined): unknown {
  if (!ids?.size || !isRecord(fragment) || !isRecord(fragment.Resources)) return fragment;
  const resources = Object.entries(fragment.Resources).map(([logicalId, definition]) => {
    const { DependsOn: written = [], ...rest } = isRecord(definition) ? definition : {};
    return [logicalId, { ...rest, DependsOn: [...new Set([written, [...ids]].flat())] }];
  });
  return { ...fragment, Resources: Object.fromEntries(resources) };
}

function addFragment({ sections, constructPaths }: StackDocument, fragment: unknown, element: CfnElement): void {
  for (const [section, entries] of Object.entries(isRecord(fragment) ? fragment : {})) {
    if (!isRecord(entries)) continue;
    Object.assign(sections[section] ??= {}, entries);
    if (section === 'Resources') for (const logicalId of Object.keys(entries)) constructPaths.set(logicalId, element.node.path);
  }
}

/** The L1s of a stack's own template. */
function elementsOf(construct: IConstruct): CfnElement[] {
  return [
    ...(CfnElement.isCfnElement(construct) ? [construct] : []),
    ...construct.node.children.filter((child) => !Stack.isStack(child) && !Stage.isStage(child)).flatMap(elementsOf),
  ];
}

/** References from one stack to another: read as imports of outputs that are made up here. */
class StackLinks {
  private readonly values = new Map<string, { stack: Stack; value: unknown }>();

  public import(target: CfnElement, attribute: string): unknown {
    const stack = Stack.of(target);
    const logicalId: string = stack.resolve(target.logicalId);
    const name = `${stack.node.addr}.${logicalId}.${attribute}`;
    this.values.set(name, { stack, value: attribute === 'Ref' ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] } });
    return { 'Fn::ImportValue': name };
  }

  public export(documents: Map<Stack, StackDocument>): void {
    for (const [name, { stack, value }] of this.values) {
      const sections = documents.get(stack)?.sections;
      if (sections) Object.assign(sections.Outputs ??= {}, { [name]: { Value: value, Export: { Name: name } } });
    }
  }
}

class LinkingResolver extends DefaultTokenResolver {
  constructor(private readonly stack: Stack, private readonly links: StackLinks) {
    super(new JoinConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor) {
    const reference = templateReference(token);
    if (reference && CfnElement.isCfnElement(reference.target) && Stack.of(reference.target) !== this.stack) {
      return this.links.import(reference.target, reference.displayName);
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

/** Pieces of a text beside what is only known at deployment, as templates write them. */
class JoinConcat implements IFragmentConcatenator {
  public join(left: unknown, right: unknown): unknown {
    if (left === undefined || right === undefined) return left ?? right;
    if (typeof left === 'string' && typeof right === 'string') return left + right;
    return { 'Fn::Join': ['', [...piecesOf(left), ...piecesOf(right)]] };
  }
}

function piecesOf(text: unknown): unknown[] {
  const parts = isRecord(text) ? text['Fn::Join'] : undefined;
  return Array.isArray(parts) && parts[0] === '' && Array.isArray(parts[1]) ? parts[1] : [text];
}
