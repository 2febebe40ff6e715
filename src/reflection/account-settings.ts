import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import type { Template } from './template';
import type { TemplateResource } from './template-resource';

const ACCOUNT = 'AWS::ApiGateway::Account';
/** What sets the role by other means: this library, and calls that the CDK makes custom resources of. */
const OTHER_MEANS = ['Custom::ApiGatewayAccountLogRole', 'Custom::AWS'];

/** The settings of API Gateway for the account and region of a template, as far as the app makes them. */
export function accountSettings(app: AppReflection, around: Template): TemplateResource[] {
  return app.resources(ACCOUNT).filter(({ template }) => !isElsewhere(template, around));
}

/** Whether the app gives the account and region of a template the role with which API Gateway writes logs. */
export function setsLogRole(app: AppReflection, around: Template): Fact<boolean> {
  const roles = accountSettings(app, around).filter((account) => account.property('CloudWatchRoleArn').isGiven);
  const others = OTHER_MEANS.flatMap((type) => app.resources(type)).filter((resource) => !isElsewhere(resource.template, around))
    .filter(({ resourceType, properties }) => resourceType !== 'Custom::AWS' || JSON.stringify(properties.looseJson()).includes('updateAccount'));
  const setting = [...roles, ...others];
  const certain = setting.find((resource) => !resource.isConditional && resource.property('CloudWatchRoleArn').isWritten().isKnown);
  if (certain) return Fact.known(true);
  return setting.length > 0 ? Fact.unknowable('the log role of the account depends on a condition') : Fact.known(false);
}

/** Whether two templates are known to be deployed to different accounts or regions. */
function isElsewhere(a: Template, b: Template): boolean {
  return ['AWS::AccountId', 'AWS::Region'].some((name) => {
    const [one, other] = [a.pseudoParameter(name), b.pseudoParameter(name)];
    return one !== undefined && other !== undefined && one !== other;
  });
}
