import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { isAboutOthers } from './managed-policies';
import { PolicyDocument, PolicyStatement } from './policy-document';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** A policy of a role, user or group: one of its own, or a resource that is attached to it. */
export interface IdentityPolicy {
  readonly resource: TemplateResource;
  /** Its name, as far as it is known: `Invoke`, or the logical id of its resource. */
  readonly name: string;
  readonly document: Fact<PolicyDocument>;
  readonly place: TemplateValue;
}

/** The types of resources that hold policies of roles, users and groups. */
export const IDENTITY_POLICY_TYPES = ['Policy', 'ManagedPolicy', 'Role', 'RolePolicy', 'User', 'UserPolicy', 'Group', 'GroupPolicy'].map((name) => `AWS::IAM::${name}`);

/** The policies that a resource of IAM holds. Who may assume a role is none of them. */
export function identityPoliciesIn(resource: TemplateResource): IdentityPolicy[] {
  const read = (place: TemplateValue, named: TemplateValue): IdentityPolicy => ({
    resource, name: named.get('PolicyName').string().value ?? resource.logicalId, document: PolicyDocument.of(place), place,
  });
  const own = resource.property('PolicyDocument');
  if (own.isGiven) return [read(own, resource.properties)];
  const inline = (resource.property('Policies').items().value ?? []).filter((entry) => entry.get('PolicyDocument').isGiven);
  return inline.map((entry) => read(entry.get('PolicyDocument'), entry));
}

/** A role of the app with everything that the app lets it do, wherever that is written. */
export class RoleReflection {
  constructor(public readonly resource: TemplateResource, private readonly attached: IdentityPolicy[]) {}

  /** Who may assume it. */
  public get trust(): Fact<PolicyDocument> {
    return PolicyDocument.of(this.resource.property('AssumeRolePolicyDocument'));
  }

  /** Its own policies and those that are attached to it. */
  public get policies(): IdentityPolicy[] {
    return [...identityPoliciesIn(this.resource), ...this.attached];
  }

  /** What it may do, as far as that is known. */
  public get statements(): PolicyStatement[] {
    return this.policies.flatMap(({ document }) => document.value?.statements ?? []);
  }

  /** Known when nothing that it may do is hidden: in a policy from elsewhere, or in one that may not be made. */
  public get allStatements(): Fact<PolicyStatement[]> {
    return this.statementsBeside(() => false);
  }

  /** Whether it may do something to anything at all: `lambda:InvokeFunction`. */
  public allows(action: string): Fact<boolean> {
    const granting = (statement: PolicyStatement) => statement.isAllow.flatMap((isAllow) => isAllow ? statement.covers(action) : Fact.known(false));
    if (this.statements.some((statement) => granting(statement).is(Boolean))) return Fact.known(true);
    return this.statementsBeside((arn) => isAboutOthers(arn, action)).flatMap((statements) => Fact.all(statements.map(granting))).map(() => false);
  }

  private statementsBeside(isIgnored: (arn: TemplateValue) => boolean): Fact<PolicyStatement[]> {
    const inline = this.resource.property('Policies').items();
    const managed = this.resource.property('ManagedPolicyArns').items().orDefault([]);
    const conditional = this.attached.find(({ resource }) => resource.isConditional);
    const foreign = managed.value?.find((arn) => arn.reference().value?.resource.resourceType !== 'AWS::IAM::ManagedPolicy' && !isIgnored(arn));
    if (inline.isUnknowable) return Fact.unknowable(inline.why);
    if (managed.isUnknowable) return Fact.unknowable(managed.why);
    if (conditional) return Fact.unknowable(`it depends on a condition whether ${conditional.resource.logicalId} is attached to it`);
    if (foreign) return Fact.unknowable(`'${foreign.text().value?.toString() ?? '?'}' is no part of the templates`);
    return Fact.all(this.policies.map(({ document }) => document.map(({ statements }) => statements))).map((lists) => lists.flat());
  }
}

const indexes = new WeakMap<AppReflection, Map<TemplateResource, RoleReflection>>();

/** The role that a value names; absent when nothing is named, or the caller's own credentials are. */
export function roleOf(app: AppReflection, arn: TemplateValue): Fact<RoleReflection> {
  return arn.text().flatMap((text) => {
    if (/^arn:[^:]*:iam::\*:user\/\*$/.test(text.marked)) return Fact.absent();
    const named = text.references.find(({ resource }) => resource.resourceType === 'AWS::IAM::Role');
    const role = named && rolesOf(app).get(named.resource);
    return role ? Fact.known(role) : Fact.unknowable('its role is not part of the templates');
  });
}

/** The roles of an app by their resources. */
function rolesOf(app: AppReflection): Map<TemplateResource, RoleReflection> {
  let index = indexes.get(app);
  if (!index) indexes.set(app, index = readRoles(app));
  return index;
}

function readRoles(app: AppReflection): Map<TemplateResource, RoleReflection> {
  const roles = app.resources('AWS::IAM::Role');
  const byName = new Map(roles.flatMap((role) => role.property('RoleName').string().toList().map((name): [string, TemplateResource] => [name, role])));
  // By their places: a policy may name a role that names it as well.
  const attached = new Map<TemplateResource, Map<TemplateValue, IdentityPolicy>>();
  const attach = (role: TemplateResource | undefined, policies: IdentityPolicy[]) => {
    if (!role) return;
    const known = attached.get(role) ?? new Map<TemplateValue, IdentityPolicy>();
    attached.set(role, known);
    for (const policy of policies) if (!known.has(policy.place)) known.set(policy.place, policy);
  };
  const named = (value: TemplateValue) => value.reference().value?.resource ?? byName.get(value.string().value ?? '');
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']) {
    for (const policy of app.resources(type)) {
      for (const role of policy.property('Roles').items().value ?? []) attach(named(role), identityPoliciesIn(policy));
    }
  }
  for (const policy of app.resources('AWS::IAM::RolePolicy')) attach(named(policy.property('RoleName')), identityPoliciesIn(policy));
  for (const role of roles) {
    for (const arn of role.property('ManagedPolicyArns').items().value ?? []) {
      const managed = arn.reference().value?.resource;
      if (managed?.resourceType === 'AWS::IAM::ManagedPolicy') attach(role, identityPoliciesIn(managed));
    }
  }
  return new Map(roles.map((role) => [role, new RoleReflection(role, [...attached.get(role)?.values() ?? []])]));
}
