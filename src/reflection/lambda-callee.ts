import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { PartialText } from './partial-text';
import type { TemplateResource } from './template-resource';

/** What Lambda runs for somebody: a function, or one of its aliases or versions. */
export interface Callee {
  /** The same for all spellings of the same callee. */
  readonly key: string;
  /** The function, the alias or the version, when it is part of the app. */
  readonly resource?: TemplateResource;
}

/** The functions whose names are written out. */
export function functionsByName(app: AppReflection): Map<string, TemplateResource> {
  return new Map(app.resources('AWS::Lambda::Function').flatMap((resource): [string, TemplateResource][] => resource.property('FunctionName').string().toList()
    .map((name) => [name, resource])));
}

const OPEN = '\uE000';
const CLOSE = '\uE001';

/** What a text names: the URI of an integration or authorizer, an ARN, a name, each with or without a qualifier. */
export function calleeOf(text: PartialText, functions: Map<string, TemplateResource>): Fact<Callee> {
  const spelled = text.pieces.map((piece, index) => typeof piece === 'string' ? piece : `${OPEN}${index}${CLOSE}`).join('');
  const invoked = /\/functions\/(.*?)\/invocations/s.exec(spelled)?.[1] ?? spelled;
  const named = /:function:(.*)$/s.exec(invoked)?.[1] ?? invoked;
  if (named.includes('stageVariables.')) return Fact.unknowable('a stage variable names its function');
  const [name, qualifier] = named.split(':');
  if (qualifier?.includes(OPEN)) return Fact.unknowable('the alias or version of its function is only known at deployment');
  return named.includes(OPEN) ? calleeByReference(text, name, qualifier, functions) : Fact.known(qualified(functions.get(name), name, qualifier));
}

function calleeByReference(text: PartialText, name: string, qualifier: string | undefined, functions: Map<string, TemplateResource>): Fact<Callee> {
  const gap = text.pieces[Number(new RegExp(`^${OPEN}(\\d+)${CLOSE}$`).exec(name)?.[1] ?? -1)];
  const resource = typeof gap === 'object' ? gap.reference?.resource : undefined;
  if (!resource?.resourceType.startsWith('AWS::Lambda::')) return Fact.unknowable(typeof gap === 'object' ? gap.why : 'a part of the name of its function is only known at deployment');
  if (resource.resourceType !== 'AWS::Lambda::Alias') return Fact.known(qualified(resource, name, qualifier));
  // An alias is also its function's ARN with the alias's name.
  const base = resource.property('FunctionName').text().flatMap((named) => calleeOf(named, functions));
  const alias = resource.property('Name').string();
  const isSpelledOut = base.is(({ key }) => !key.includes(':')) && alias.isKnown;
  return Fact.known({ key: isSpelledOut ? `${base.value!.key}:${alias.value}` : keyOf(resource), resource });
}

function qualified(resource: TemplateResource | undefined, name: string, qualifier: string | undefined): Callee {
  const key = resource ? keyOf(resource) : `named ${name}`;
  return { key: qualifier === undefined || qualifier === '$LATEST' ? key : `${key}:${qualifier}`, resource };
}

function keyOf({ template, logicalId }: TemplateResource): string {
  return `${template.name.replace(/:/g, ' ')} ${logicalId}`;
}
