import type { ApiReflection } from './api-reflection';
import { endpointTypesOf } from './endpoint-types';
import { Fact } from './fact';
import { allGatewayResponsesOf, gatewayResponsesOf } from './gateway-responses';
import type { IntegrationReflection } from './integration-reflection';
import type { RouteReflection } from './route-reflection';
import type { StageReflection } from './stage-reflection';
import { TemplateValue } from './template-value';
import { Limits } from '../limits';

/**
 * Whether a REST API uses anything that HTTP APIs do not have. Not knowable as soon as one thing that it may use is.
 *
 * Execution logs alone are no such thing: they are there to debug the others.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
 */
export function usesRestFeature(api: ApiReflection): Fact<boolean> {
  let hidden: Fact<boolean> | undefined;
  for (const features of [apiFeatures, stageFeatures, routeFeatures]) {
    for (const feature of features(api)) {
      if (feature.is(Boolean)) return feature;
      if (feature.isUnknowable) hidden ??= feature;
    }
  }
  return hidden ?? Fact.known(false);
}

/** Known is true: it is there; a value that is only known at deployment is there as well. */
function isGiven(value: TemplateValue): Fact<boolean> {
  return value.presence().map(() => true).orDefault(false);
}

function isOn(value: TemplateValue): Fact<boolean> {
  return value.boolean().orDefault(false);
}

function apiFeatures(api: ApiReflection): Fact<boolean>[] {
  const { resource, app } = api;
  const listed = gatewayResponsesOf(api).length > 0 || app.domains.targetsOf(api).some(({ kind }) => kind === 'rule')
    || ['DocumentationPart', 'DocumentationVersion'].some((name) => api.children(`AWS::ApiGateway::${name}`).length > 0);
  return [
    Fact.known(listed),
    allGatewayResponsesOf(api).map((responses) => responses.length > 0),
    isGiven(api.setting('Policy', ({ root }) => root.get('x-amazon-apigateway-policy'))),
    isGiven(api.setting('MinimumCompressionSize', ({ root }) => root.get('x-amazon-apigateway-minimum-compression-size'))),
    isGiven(api.setting('ApiKeySourceType', ({ root }) => root.get('x-amazon-apigateway-api-key-source'))),
    isGiven(resource.property('SecurityPolicy')),
    isGiven(resource.property('EndpointAccessMode')),
    endpointTypesOf(api).map((types) => types.some((type) => type !== 'REGIONAL')).orDefault(false),
  ];
}

function stageFeatures(api: ApiReflection): Fact<boolean>[] {
  if (api.stages.length === 0) return [Fact.unknowable('none of its stages is part of the templates')];
  const canaries = api.children('AWS::ApiGateway::Deployment').map((deployment) => isGiven(deployment.property('DeploymentCanarySettings')));
  return [...canaries, ...api.stages.flatMap((stage) => ofStage(api, stage))];
}

function ofStage({ app }: ApiReflection, stage: StageReflection): Fact<boolean>[] {
  const destination = stage.accessLog.get('DestinationArn').text();
  return [
    isOn(stage.field('CacheClusterEnabled')),
    isOn(stage.field('TracingEnabled')),
    isGiven(stage.field('CanarySetting')),
    isGiven(stage.field('ClientCertificateId')),
    Fact.known(destination.is((arn) => arn.marked.includes(':firehose:') || arn.references.some(({ resource }) => resource.resourceType.includes('::KinesisFirehose::')))),
    app.webAcls.associationOf(stage).map(() => true).orDefault(false),
    app.usagePlans.covering(stage).map((plans) => plans.length > 0),
  ];
}

function routeFeatures(api: ApiReflection): Fact<boolean>[] {
  const known = api.routes.flatMap((route) => [
    route.apiKeyRequired,
    route.validation.body,
    route.validation.parameters,
    route.integration.flatMap((integration) => ofIntegration(integration, route)).orDefault(false),
  ]);
  return [...known, api.allRoutes.map(() => false)];
}

function ofIntegration(integration: IntegrationReflection, route: RouteReflection): Fact<boolean> {
  return integration.kind.flatMap((kind) => {
    if (!kind.endsWith('_PROXY')) return Fact.known(kind !== 'MOCK' || !route.isPreflight);
    const isSlow = integration.field('timeoutInMillis').number().map((millis) => millis > Limits.HTTP_INTEGRATION_TIMEOUT_MAX_MILLIS).orDefault(false);
    const isStream = integration.field('responseTransferMode').string().map((mode) => mode.toUpperCase() === 'STREAM').orDefault(false);
    return isSlow.is(Boolean) ? isSlow : isStream.flatMap((streams) => streams ? Fact.known(true) : isSlow);
  });
}
