import { ApiType } from '../../api-type';
import { ApiReflection } from '../../reflection/api-reflection';
import { DEPLOYMENT_TYPES, DeploymentReflection } from '../../reflection/deployment-reflection';
import { oncePer } from '../../reflection/once-per';
import { RuleIds } from '../../rule-ids';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule, stageRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

const REST_DEPLOYMENT = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html';
const REST_STAGE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html';
const V2_DEPLOYMENT = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-deployment.html';
const HTTP_STAGES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html';
const EVERY_TYPE = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];
const V2_TYPES = [ApiType.HTTP, ApiType.WEBSOCKET];

const REST_SNIPPET = `
      Stage:
        Type: AWS::ApiGateway::Stage
        Properties:
          RestApiId: !Ref Api
          DeploymentId: !Ref Deployment`;

/** Deployments: the snapshots that stages serve. */
export const deployments: Rule[] = [
  stageRule({
    id: 'rest-stage-without-deployment',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A stage of a REST API has no deployment',
    why: 'API Gateway makes no stage of a REST API that has nothing to serve; the deployment of the stack fails.',
    fix: 'make a deployment, and set DeploymentId to it',
    snippet: REST_SNIPPET,
    docs: REST_STAGE,
  }, (stage) => stage.resource.resourceType !== 'AWS::ApiGateway::Stage' ? undefined : judge(stage.field('DeploymentId').isWritten(), {
    what: `whether ${stage} has a deployment`,
    place: stage.field('DeploymentId'),
    known: (isWritten) => isWritten ? undefined : violation(`${stage} has no DeploymentId`),
  })),

  stageRule({
    id: 'v2-stage-never-deployed',
    severity: 'error',
    category: 'correctness',
    appliesTo: V2_TYPES,
    title: 'A stage serves nothing, because nothing is ever deployed to it',
    why: 'Without AutoDeploy a stage serves a deployment; without that either, every call fails though all resources are there.',
    fix: 'make a deployment and set DeploymentId to it, or set AutoDeploy to true',
    snippet: `
      Stage:
        Type: AWS::ApiGatewayV2::Stage
        Properties:
          ApiId: !Ref Api
          StageName: live
          DeploymentId: !Ref Deployment`,
    docs: V2_DEPLOYMENT,
  }, (stage, { app }) => {
    const [auto, written] = [stage.field('AutoDeploy').boolean().orDefault(false), stage.field('DeploymentId').isWritten()];
    if ([auto, written].some((fact) => fact.is(Boolean))) return undefined;
    const served = app.deployments.ofApi(stage.api).filter((deployment) => deployment.serves(stage));
    if (served.some(({ resource }) => !resource.isConditional)) return undefined;
    const hidden = [auto, written].find(({ isUnknowable }) => isUnknowable)?.why ?? (served.length > 0 ? 'its deployment depends on a condition' : undefined);
    return hidden === undefined ? violation(`${stage} has neither AutoDeploy nor a deployment, and serves nothing`) : unknown(`whether ${stage} serves anything`, hidden);
  }),

  stageRule({
    id: RuleIds.V2_AUTO_DEPLOY_IN_PRODUCTION,
    severity: 'warning',
    category: 'reliability',
    appliesTo: V2_TYPES,
    title: 'A production stage deploys every change as it is made',
    why: 'While CloudFormation changes one resource after another, each state between is live: a route may be open before its authorizer is there.',
    fix: 'set AutoDeploy to false, and make a deployment whose logical id changes with the definition',
    snippet: `
      Type: AWS::ApiGatewayV2::Stage
      Properties:
        AutoDeploy: false
        DeploymentId: !Ref Deployment20260131`,
    docs: HTTP_STAGES,
  }, (stage, { intent }) => intent.production !== true ? undefined : judge(stage.field('AutoDeploy').boolean(), {
    what: `whether ${stage} deploys changes as they are made`,
    place: stage.field('AutoDeploy'),
    known: (isOn) => isOn ? violation(`${stage} serves production, and deploys every change as it is made`, stage.field('AutoDeploy')) : undefined,
  })),

  deploymentRule({
    id: 'deployment-logical-id-static',
    severity: 'warning',
    category: 'correctness',
    appliesTo: EVERY_TYPE,
    title: 'A deployment keeps its logical id when the API changes',
    why: 'A deployment is a snapshot that never changes: CloudFormation makes another only under another logical id, and until then changes of the API are not live.',
    fix: 'put a hash, a version or a date into the logical id, and change it with the API; the CDK\'s Deployment and SAM do that by themselves',
    snippet: `
      Deployment20260131:
        Type: AWS::ApiGateway::Deployment
        Properties:
          RestApiId: !Ref Api`,
    docs: REST_DEPLOYMENT,
  }, ({ resource, api }) => {
    const isAutomatic = api.is(mayDeployByItself);
    const { logicalId } = resource;
    // The path of a construct ends in eight digits of the CDK, which stay; nobody renames such a resource by hand.
    const isOfPath = /[0-9A-F]{8}$/.test(logicalId) && !/\d{8}$/.test(logicalId);
    const given = isOfPath ? logicalId.slice(0, -8) : logicalId;
    if (isAutomatic || /\d$/.test(given) || SHORT_HASH.test(given)) return undefined;
    const found = violation(`the deployment '${logicalId}' keeps its logical id when the API changes, so that changes do not go live`);
    return isOfPath ? { ...found, severity: 'error' } : found;
  }),

  deploymentRule({
    id: 'deployment-depends-on-methods',
    severity: 'error',
    category: 'correctness',
    appliesTo: EVERY_TYPE,
    title: 'A deployment does not wait for the routes that it is to hold',
    why: 'CloudFormation may make it before they are there: it fails for an API without any, or serves one that lacks some.',
    fix: 'name every method or route in DependsOn',
    snippet: `
      Deployment:
        Type: AWS::ApiGateway::Deployment
        DependsOn: [GetPets, PostPets]`,
    docs: REST_DEPLOYMENT,
  }, (deployment) => {
    const { api: { value: api }, resource, needs } = deployment;
    if (!api || deploysByItself(api)) return undefined;
    const routes = api.routes.filter((route) => route.resource !== api.definition && route.resource.template === resource.template);
    const missing = routes.filter((route) => !needs.has(route.resource) && !route.resource.isConditional).map(({ key }) => `'${key}'`);
    const others = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
    if (missing.length > 0) return violation(`a deployment of '${api.label}' does not wait for ${missing.slice(0, 3).join(', ')}${others}`, resource.attribute('DependsOn'));
    const uncertain = routes.find((route) => needs.get(route.resource) !== true);
    return uncertain && unknown(`whether a deployment of '${api.label}' waits for '${uncertain.key}'`, 'it depends on a condition');
  }),

  deploymentRule({
    id: 'old-deployment-not-retained',
    severity: 'warning',
    category: 'reliability',
    appliesTo: EVERY_TYPE,
    title: 'Earlier deployments are deleted',
    why: 'There is nothing left to set the stage back to, and answers may fail for the moment in which the old one is gone.',
    fix: 'set DeletionPolicy and UpdateReplacePolicy to Retain',
    snippet: `
      Type: AWS::ApiGateway::Deployment
      DeletionPolicy: Retain
      UpdateReplacePolicy: Retain`,
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html',
    optIn: 'retainedDeployments',
  }, ({ resource }, { intent }) => !intent.retainedDeployments ? undefined : judge(resource.attribute('DeletionPolicy').string().orDefault('Delete'), {
    what: `the DeletionPolicy of the deployment '${resource.logicalId}'`,
    place: resource.attribute('DeletionPolicy'),
    known: (policy) => policy.startsWith('Retain') ? undefined : violation(`the deployment '${resource.logicalId}' is deleted when another takes its place`),
  })),

  stageRule({
    id: 'stage-deployment-other-api',
    severity: 'error',
    category: 'correctness',
    appliesTo: EVERY_TYPE,
    title: 'A stage names the deployment of another API',
    why: 'API Gateway finds no such deployment in the API of the stage, and the stack fails.',
    fix: 'name a deployment of the same API',
    snippet: REST_SNIPPET,
    docs: REST_STAGE,
    related: ['E3698'],
  }, (stage, { app }) => {
    const place = stage.field('DeploymentId');
    const deployment = app.deployments.of(place.reference().value?.resource);
    if (!deployment || !stage.api.definition) return undefined;
    return judge(deployment.api, {
      what: `the API of the deployment of ${stage}`,
      place,
      known: (api) => api === stage.api ? undefined : violation(`${stage} of '${stage.api.label}' names a deployment of '${api.label}'`, place),
    });
  }),
];

/** Whether a stage of an API takes deployments by itself, for all that is known. */
const mayDeployByItself = oncePer(({ stages }: ApiReflection) => stages.some((stage) => !stage.field('AutoDeploy').boolean().is((isOn) => !isOn) && stage.field('AutoDeploy').isGiven));

const deploysByItself = oncePer(({ stages }: ApiReflection) => stages.some((stage) => stage.field('AutoDeploy').boolean().is(Boolean)));

/** Letters of a hash, with a digit among them: words have none. */
const SHORT_HASH = /(?=[a-f]*\d)[0-9a-f]{7,}$/;

/** A rule that judges each deployment of an API. */
function deploymentRule(
  text: RuleText,
  judgeDeployment: (deployment: DeploymentReflection, around: Surroundings) => Outcome | Outcome[] | undefined,
): Rule {
  return resourceRule(text, DEPLOYMENT_TYPES, (resource, around) => judgeDeployment(around.app.deployments.of(resource)!, around));
}
