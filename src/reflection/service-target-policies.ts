import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { PolicyDocument } from './policy-document';
import type { ServiceRequest } from './service-request';
import type { TemplateResource } from './template-resource';

/** Services whose resources may let API Gateway in by policies of their own. */
const TARGETS: Record<string, string> = { sqs: 'AWS::SQS::Queue', sns: 'AWS::SNS::Topic', s3: 'AWS::S3::Bucket' };
const POLICIES = ['AWS::SQS::QueuePolicy', 'AWS::SQS::QueueInlinePolicy', 'AWS::SNS::TopicPolicy', 'AWS::SNS::TopicInlinePolicy', 'AWS::S3::BucketPolicy'];

const indexes = new WeakMap<AppReflection, Map<TemplateResource, Fact<boolean>>>();

/** Whether what a service integration calls lets API Gateway in without a role. */
export function letsApiGatewayIn(app: AppReflection, request: ServiceRequest): Fact<boolean> {
  const target = request.isByParameters ? undefined : TARGETS[request.service];
  if (!target) return Fact.known(false);
  return request.resource(target).flatMap((resource) => policiesOf(app).get(resource) ?? Fact.known(false));
}

function policiesOf(app: AppReflection): Map<TemplateResource, Fact<boolean>> {
  let index = indexes.get(app);
  if (!index) {
    indexes.set(app, index = new Map());
    for (const policy of POLICIES.flatMap((type) => app.resources(type))) {
      const names = PolicyDocument.of(policy.property('PolicyDocument')).flatMap(({ allowing }) => allowing)
        .flatMap((statements) => Fact.all(statements.map(({ principals }) => principals)));
      const isOpen = names.map((lists) => lists.flat().some(({ name }) => name.marked === '*' || name.marked.startsWith('apigateway.')));
      const answer: Fact<boolean> = isOpen.is(Boolean) && policy.isConditional ? Fact.unknowable(`the policy ${policy.logicalId} is made on a condition`) : isOpen;
      for (const { resource } of policy.properties.references()) if (!index.get(resource)?.is(Boolean)) index.set(resource, answer);
    }
  }
  return index;
}
