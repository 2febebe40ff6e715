import type { ApiReflection } from './api-reflection';
import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { Callee, calleeOf, functionsByName } from './lambda-callee';
import { addTo } from './lists-by-key';
import { oncePer } from './once-per';
import { GAP, PartialText } from './partial-text';
import { PermissionsByPath } from './permissions-by-path';
import type { TemplateResource } from './template-resource';

/** A permission by which API Gateway may call a function, an alias or a version: `AWS::Lambda::Permission`. */
export interface InvokePermission {
  readonly resource: TemplateResource;
  /** For which calls it holds; absent: for those of any API of any account. */
  readonly sourceArn: Fact<PartialText>;
}

/** What of an API calls a function. */
interface CallSource {
  readonly api: ApiReflection;
  /**
   * What follows the API's id in the ARN of the call: `['authorizers', authorizer.resource]`, `['live', 'GET', 'pets', '{id}']`.
   * A resource stands for its id, `undefined` for what is not known.
   */
  readonly segments: (string | TemplateResource | undefined)[];
}

const INVOKING = ['*', 'lambda:*', 'lambda:invoke*', 'lambda:invokefunction'];
const PRINCIPAL = /^(apigateway\.|\*$)/;

/**
 * Which permissions let API Gateway call which functions, over a whole app.
 *
 * A function is named by the URI of an integration or of an authorizer, and by what a permission calls `FunctionName`: by a
 * reference, a name or an ARN. A permission of a function is none of its aliases, nor the other way round.
 */
export class InvokePermissions {
  public static of(app: AppReflection): InvokePermissions {
    let permissions = this.known.get(app);
    if (!permissions) this.known.set(app, permissions = new InvokePermissions(app));
    return permissions;
  }

  private static readonly known = new WeakMap<AppReflection, InvokePermissions>();

  private readonly byCallee = new Map<string, InvokePermission[]>();
  /** Why some permission may be for any function. */
  private readonly hidden: string | undefined;
  private readonly functions: Map<string, TemplateResource>;

  private constructor(app: AppReflection) {
    this.functions = functionsByName(app);
    for (const resource of app.resources('AWS::Lambda::Permission')) {
      if (!isForApiGateway(resource)) continue;
      const callee = this.callee(resource.property('FunctionName').text());
      if (!callee.isKnown) {
        this.hidden ??= `the function of the permission ${resource.logicalId} cannot be known`;
        continue;
      }
      addTo(this.byCallee, callee.value!.key, { resource, sourceArn: resource.property('SourceArn').text() });
    }
  }

  /** The permissions of what a URI names; not knowable when that is not part of the app, or when some permission may be for anything. */
  public of(uri: Fact<PartialText>): Fact<InvokePermission[]> {
    return this.callee(uri).flatMap((callee) => this.permissionsOf(callee));
  }

  /** Whether some permission lets a call through to what a URI names. */
  public allow(uri: Fact<PartialText>, source: CallSource): Fact<boolean> {
    return this.callee(uri).flatMap((callee) => {
      const answers = answersFor(source.api);
      const call = [callee.key, ...source.segments.map((segment) => typeof segment === 'object' ? OWN_SEGMENT + segment.logicalId : segment ?? ANY)].join('/');
      let answer = answers.get(call);
      if (!answer) answers.set(call, answer = this.permissionsOf(callee).flatMap((permissions) => this.anyCovers(permissions, source)));
      return answer;
    });
  }

  private permissionsOf({ key, resource }: Callee): Fact<InvokePermission[]> {
    if (!resource) return Fact.unknowable('its function is not part of the templates');
    const found = this.byCallee.get(key) ?? [];
    return found.length === 0 && this.hidden ? Fact.unknowable(this.hidden) : Fact.known(found);
  }

  private anyCovers(permissions: InvokePermission[], source: CallSource): Fact<boolean> {
    const segments = source.segments.map((segment) => typeof segment === 'string' ? segment : undefined);
    const answers = byPath(permissions).thatMayCover(segments).map((permission) => covers(permission, source));
    if (answers.some((answer) => answer.is(Boolean))) return Fact.known(true);
    const doubt = answers.find((answer) => answer.isUnknowable)?.why ?? this.hidden;
    return doubt ? Fact.unknowable(doubt) : Fact.known(false);
  }

  private callee(text: Fact<PartialText>): Fact<Callee> {
    return text.flatMap((known) => calleeOf(known, this.functions));
  }
}

/** Routes whose paths are hidden are all the same call, which may be any. */
const answersFor = oncePer((_api: ApiReflection) => new Map<string, Fact<boolean>>());

const byPath = oncePer((permissions: InvokePermission[]) => new PermissionsByPath(permissions));

/** Whether a permission holds for a call. */
function covers({ resource, sourceArn }: InvokePermission, source: CallSource): Fact<boolean> {
  const held: Fact<boolean> = sourceArn.isAbsent ? Fact.known(true) : sourceArn.flatMap((pattern) => matches(pattern, source));
  if (held.is(Boolean) && resource.isConditional) return Fact.unknowable(`the permission ${resource.logicalId} is made on a condition`);
  return held;
}

const ANY = '\uE000';
const NEVER = '\uE001';
const OWN_API = '\uE002';
const OWN_SEGMENT = '\uE003';

/** `arn:…:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`, of which `*` may be any part. */
function matches(pattern: PartialText, { api, segments }: CallSource): Fact<boolean> {
  const spelled = pattern.pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    const { resource } = piece.reference ?? {};
    if (!resource) return GAP;
    if (['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'].includes(resource.resourceType)) return resource === api.definition ? OWN_API : NEVER;
    if (segments.includes(resource)) return OWN_SEGMENT;
    // The stage of a call is one of its API's; an authorizer's permission names the authorizer.
    if (/::(Stage|Deployment)$/.test(resource.resourceType)) return ANY;
    return resource.resourceType.endsWith('::Authorizer') ? NEVER : GAP;
  }).join('').split(':');
  const why = pattern.gaps[0]?.why ?? 'it names what is only known at deployment';
  if (spelled.length < 6) return pattern.gaps.length > 0 ? Fact.unknowable(why) : Fact.known(false);
  if (!wildcard('execute-api', spelled[2]) && !spelled[2].includes(GAP)) return Fact.known(false);

  const target = [OWN_API, ...segments.map((segment) => segment === undefined ? ANY : typeof segment === 'string' ? segment : OWN_SEGMENT)];
  const allowed = spelled.slice(5).join(':');
  if (wildcard(target.join('/'), allowed)) return Fact.known(true);
  // A literal may be the id of the API, or of what calls; a gap may be anything.
  const literal = allowed.split('/');
  const loose = target.map((segment, index) => [OWN_API, OWN_SEGMENT, ANY].includes(segment) && isLiteral(literal[index]) ? literal[index] : segment);
  const isPossible = wildcard(loose.join('/'), allowed.replaceAll(GAP, '*').replaceAll(ANY, '*'));
  return isPossible ? Fact.unknowable(why) : Fact.known(false);
}

function isLiteral(segment: string | undefined): boolean {
  return segment !== undefined && !/[*?]/.test(segment) && ![NEVER, GAP].includes(segment);
}

function wildcard(text: string, pattern: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(text);
}

/** What cannot be known may be for API Gateway. */
function isForApiGateway(permission: TemplateResource): boolean {
  const action = permission.property('Action').string();
  const principal = permission.property('Principal').text();
  if (action.is((name) => !INVOKING.includes(name.toLowerCase()))) return false;
  return !principal.is(({ marked }) => !marked.startsWith(GAP) && !PRINCIPAL.test(marked));
}
