import { ApiType } from '../../api-type';
import { ApiReflection } from '../../reflection/api-reflection';
import { AppReflection } from '../../reflection/app-reflection';
import { Fact } from '../../reflection/fact';
import { RouteReflection } from '../../reflection/route-reflection';
import type { TemplateResource } from '../../reflection/template-resource';
import { TemplateValue } from '../../reflection/template-value';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, resourceRule, routeRule, ruleOnEach, stageRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

const DOCUMENTATION = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api.html';

const TAGGED = [
  'AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api', 'AWS::ApiGateway::UsagePlan',
  'AWS::ApiGateway::DomainName', 'AWS::ApiGateway::DomainNameV2', 'AWS::ApiGatewayV2::DomainName',
];

const described: RuleText = {
  id: 'api-description-missing',
  severity: 'warning',
  category: 'operations',
  appliesTo: [ApiType.REST],
  title: 'A REST API does not say what it and its methods are for',
  why: 'Consumers, people and agents alike, read descriptions and operation names to find what they need.',
  fix: 'set Description on the API and OperationName on its methods (in a definition: info.description and operationId), or write documentation parts',
  snippet: `
    Type: AWS::ApiGateway::Method
    Properties:
      OperationName: listPets`,
  docs: DOCUMENTATION,
  optIn: 'documented',
};

/** What an organisation asks APIs to say of themselves: rules that speak when it does. */
export const descriptionsAndTags: Rule[] = [
  ruleOnEach(
    apiRule(described, (api, { intent }) => {
      if (!intent.documented || !api.definition || hasDocumentationParts(api)) return undefined;
      const description = api.setting('Description', ({ root }) => root.at('info', 'description'));
      const missing = () => violation(`the API '${api.label}' has no description`);
      return judge(description.string(), {
        what: `the description of the API '${api.label}'`,
        place: description,
        known: (text) => text.trim() === '' ? missing() : undefined,
        absent: () => api.document.isUnknowable ? undefined : missing(),
      });
    }),
    routeRule(described, (route, { intent }) => {
      if (!intent.documented || route.isPreflight || hasDocumentationParts(route.api)) return undefined;
      const missing = () => violation(`'${route.key}' has neither an operation name nor a description`);
      return judge(sayingOf(route).string(), {
        what: `the operation name of '${route.key}'`,
        known: (text) => text.trim() === '' ? missing() : undefined,
        absent: missing,
      });
    }),
  ),

  stageRule({
    id: 'documentation-version-missing',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A stage publishes no documentation',
    why: 'Consumers of the stage see no documentation of what it serves.',
    fix: 'make a documentation version and name it on the stage',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        DocumentationVersion: !Ref DocumentationVersion`,
    docs: DOCUMENTATION,
    optIn: 'documented',
  }, (stage, { intent }) => intent.documented ? judge(stage.field('DocumentationVersion').text(), {
    what: `the documentation version of the stage '${stage.nameText.text().value?.toString() ?? '?'}'`,
    known: () => undefined,
    absent: () => violation(`the stage '${stage.nameText.text().value?.toString() ?? '?'}' has no documentation version`),
  }) : undefined),

  resourceRule({
    id: 'api-tags-missing',
    severity: 'error',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A required tag is missing',
    why: 'Costs, ownership and policies that go by tags miss the resource.',
    fix: 'tag it: Tags.of(api).add in the CDK; tags in the definition of an HTTP API that is imported',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Tags:
          - Key: owner
            Value: pets-team`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging.html',
    optIn: 'requiredTags',
  }, TAGGED, (resource, { app, intent: { requiredTags: required = [] } }) => {
    const named = nameOf(resource, app);
    return judge(tagKeys(resource, app), {
      what: `which tags ${named} has`,
      place: resource.property('Tags'),
      known: (keys) => required.filter((key) => !keys.includes(key)).map((key) => violation(`${named} has no tag '${key}', which is required`, resource.property('Tags'))),
    });
  }),
];

function hasDocumentationParts(api: ApiReflection): boolean {
  return api.children('AWS::ApiGateway::DocumentationPart').length > 0;
}

/** Its operation name, or what a definition says of it. */
function sayingOf({ operationName, place }: RouteReflection): TemplateValue {
  return [operationName, place.get('summary'), place.get('description')].find((value) => value.isGiven) ?? operationName;
}

function nameOf(resource: TemplateResource, app: AppReflection): string {
  const api = app.apiOf(resource);
  if (api) return `the API '${api.label}'`;
  if (resource.resourceType.endsWith('UsagePlan')) return `the usage plan '${resource.property('UsagePlanName').string().value ?? resource.logicalId}'`;
  return `the domain name '${resource.property('DomainName').string().value ?? resource.logicalId}'`;
}

/** The keys of a resource's tags: a list of keys and values, a map of them, or the tags of a definition that stands for an HTTP API. */
function tagKeys(resource: TemplateResource, app: AppReflection): Fact<string[]> {
  const tags = resource.property('Tags');
  if (resource.resourceType.startsWith('AWS::ApiGateway::')) return keysOf(tags, 'Key');
  const own = tags.entries().map((entries) => entries.map(([key]) => key));
  const document = app.apiOf(resource)?.document ?? Fact.absent();
  return own.orElse(() => document.flatMap(({ root }) => keysOf(root.get('tags'), 'name'))).orDefault([]);
}

function keysOf(tags: TemplateValue, key: string): Fact<string[]> {
  return tags.items().orDefault([]).flatMap((list) => Fact.all(list.map((tag) => tag.get(key).string())));
}
