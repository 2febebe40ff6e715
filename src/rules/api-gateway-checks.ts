import { CfnResource, IPolicyValidationContext, PolicyValidationPluginReport, PolicyViolation } from 'aws-cdk-lib';
import { NagPack, NagPackProps } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { acknowledgedIds } from './acknowledged-ids';
import { RULES, checkAll } from './all-rules';
import { Declarations } from './declarations';
import { DeclaredIntent } from './declared-intent';
import { Finding } from './finding';
import { findingId } from './finding-id';
import { GrantedQuotas } from './granted-quotas';
import { OrganisationStandards } from './organisation-standards';
import { AppReflection } from '../reflection/app-reflection';
import { templatesOfApp } from '../reflection/app-templates';
import { Template } from '../reflection/template';

/**
 * Properties of the checks.
 */
export interface ApiGatewayChecksProps extends NagPackProps {
  /**
   * What no template says of the APIs, such as whether they serve production.
   *
   * @default - nothing is declared, and rules that need it are silent or warn
   */
  readonly intent?: DeclaredIntent;

  /**
   * What AWS grants your accounts beyond its defaults.
   *
   * @default - the default quotas, beyond which rules warn
   */
  readonly quotas?: GrantedQuotas;

  /**
   * What your organisation demands of every API.
   *
   * @default - nothing beyond what API Gateway itself asks for
   */
  readonly standards?: OrganisationStandards;

  /**
   * Whether warnings end the synthesis as errors do.
   *
   * @default false
   */
  readonly failOnWarnings?: boolean;
}

const PACK = 'Gatehouse';

/**
 * Checks of every API Gateway API in an app, however it is written: `Validations.of(app).addPlugins(new ApiGatewayChecks(app))`.
 *
 * Errors end the synthesis, warnings do not. What only the deployment can tell is reported as information.
 * A finding is acknowledged with its reason where it was found, or above: `Validations.of(api).acknowledge({ id: 'Gatehouse::Gatehouse-<rule>', reason })`,
 * or for one route, `Gatehouse::Gatehouse-<rule>[GET:/pets]`.
 */
export class ApiGatewayChecks extends NagPack {
  public readonly name: string = PACK;
  public readonly version?: string = '1';
  public readonly ruleIds?: string[] = RULES.map(({ id }) => `${PACK}-${id}`);
  private readonly declared: Declarations;
  private readonly failOnWarnings: boolean;

  constructor(scope?: IConstruct, props: ApiGatewayChecksProps = {}) {
    super(scope, props);
    this.packName = PACK;
    this.declared = { ...props.intent, ...props.standards, quotas: props.quotas };
    this.failOnWarnings = props.failOnWarnings ?? false;
  }

  /**
   * Checks what is synthesized: the stacks of the stage, or of the app, that the checks were added to.
   */
  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const stacks = context.stackTemplates.map(({ stackConstructPath }) => stackConstructPath);
    const templatePaths = new Map(context.stackTemplates.map(({ stackConstructPath, templatePath }) => [stackConstructPath, templatePath]));
    return this.report(context.appConstruct, (path) => stacks.some((stack) => isAtOrBelow(path, stack)), templatePaths);
  }

  /**
   * Checks a part of an app without synthesizing it, as tests do.
   */
  public validateScope(scope: IConstruct): PolicyValidationPluginReport {
    return this.report(scope, (path) => isAtOrBelow(path, scope.node.path));
  }

  /** All is checked at once: what is around an API may stand in another stack. */
  protected checkResource(_node: CfnResource): void {}

  private report(
    scope: IConstruct,
    isInScope: (constructPath: string) => boolean,
    templatePaths?: Map<string, string>,
  ): PolicyValidationPluginReport {
    const acknowledged = acknowledgedIds(scope.node.root);
    const templates = templatesOfApp(scope);
    const findings = checkAll(new AppReflection(templates), this.declared)
      .filter(({ resource }) => resource.constructPath !== undefined && isInScope(resource.constructPath));
    const violations = [
      ...findings.map((finding) => violationOf(finding, acknowledged, templatePaths)),
      ...templates.filter(({ name }) => isInScope(name)).flatMap(notChecked),
    ];
    const failing = this.failOnWarnings ? ['error', 'warning'] : ['error'];
    return { violations, pluginVersion: this.version, success: !violations.some(({ severity }) => failing.includes(severity!)) };
  }
}

/** What of a stack nobody could read: no pass, and so no silence either. */
function notChecked({ name, origin }: Template): PolicyViolation[] {
  return (origin.unread ?? []).map((what) => ({
    ruleName: `${PACK}-not-checked`,
    description: `not checked: ${what}`,
    severity: 'info',
    violatingResources: [{ constructPath: name, locations: [] }],
  }));
}

function isAtOrBelow(path: string, scope: string): boolean {
  return scope === '' || path === scope || path.startsWith(`${scope}/`);
}

function violationOf(
  finding: Finding,
  acknowledged: (constructPath: string, id: string) => boolean,
  templatePaths?: Map<string, string>,
): PolicyViolation {
  const { resource, route, severity, message, fix, docs, category, place } = finding;
  const rule = `${PACK}-${finding.ruleId}`;
  const constructPath = resource.constructPath!;
  // The CDK compares whole ids: who acknowledges the rule means all of its routes.
  const id = findingId(finding);
  const isWhole = id === undefined || acknowledged(constructPath, `${PACK}::${rule}`);
  return {
    ruleName: isWhole ? rule : `${rule}[${id}]`,
    description: message,
    severity: severity === 'unknown' ? 'info' : severity,
    fix,
    ruleMetadata: { docs, category, ...(route === undefined ? {} : { route }) },
    violatingResources: [{
      constructPath,
      resourceLogicalId: resource.logicalId,
      templatePath: templatePaths?.get(resource.template.name),
      locations: [locationOf(place)],
    }],
  };
}

/** Below the resource: `Properties.MethodSettings.0`. */
function locationOf(place: (string | number)[]): string {
  return place.slice(2).join('.');
}
