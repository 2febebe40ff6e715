import { CfnTemplate, Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, route, v2Stage, webSocketApi } from '../resources';

type Properties = { [key: string]: Json };

const rest = (...keys: string[]): Resources => Object.assign({}, restApi(), lambdaFunction(), ...keys.map((key) => method(key))) as Resources;
const maybe = (value: Json): Json => ({ 'Fn::If': ['Maybe', value, { Ref: 'AWS::NoValue' }] });
const CONDITIONS: CfnTemplate['Conditions'] = { Maybe: { 'Fn::Equals': [UNKNOWN, 'yes'] } };
const deployment = (id: string, type: string, properties: Properties, more: { [key: string]: Json } = {}): Resources => ({ [id]: { Type: `AWS::${type}::Deployment`, Properties: properties, ...more } });

describeRule<Json>('rest-stage-without-deployment', {
  template: (id) => ({ Conditions: CONDITIONS, Resources: { ...rest('GET /pets'), ...restStage({ DeploymentId: id }) } }),
  passes: [{ Ref: 'Deployment' }, UNKNOWN],
  fails: [undefined],
  message: "the stage 'live' has no DeploymentId",
  unknown: [maybe({ Ref: 'Deployment' })],
});

describeRule<Properties>('v2-stage-never-deployed', {
  template: (properties) => ({ Conditions: CONDITIONS, Resources: { ...webSocketApi(), ...v2Stage({ DeploymentId: undefined, ...properties }) } }),
  passes: [{ AutoDeploy: true }, { AutoDeploy: 'true' }, { DeploymentId: { Ref: 'Deployment' } }, { DeploymentId: UNKNOWN }],
  fails: [{}, { AutoDeploy: false }],
  message: "the stage 'live' has neither AutoDeploy nor a deployment, and serves nothing",
  unknown: [{ AutoDeploy: UNKNOWN }, { DeploymentId: maybe({ Ref: 'Deployment' }) }],
});

describeRule<Json>('v2-stage-never-deployed', {
  template: (name) => ({ ...httpApi(), ...v2Stage({ DeploymentId: undefined }), ...deployment('Deployment', 'ApiGatewayV2', { ApiId: { Ref: 'Api' }, StageName: name }) }),
  passes: ['live', { Ref: 'Stage' }],
  fails: ['other', undefined],
  message: "the stage 'live' has neither AutoDeploy nor a deployment, and serves nothing",
  unknown: 'what names a stage of the app is a reference or the name itself',
}, 'a deployment that names its stage');

describeRule<Json>('v2-stage-never-deployed', {
  template: (condition) => ({
    Conditions: CONDITIONS,
    Resources: {
      ...httpApi(),
      ...v2Stage({ DeploymentId: undefined }),
      ...deployment('Deployment', 'ApiGatewayV2', { ApiId: { Ref: 'Api' }, StageName: condition === 'none' ? undefined : 'live' }, condition === 'Maybe' ? { Condition: 'Maybe' } : {}),
    },
  }),
  passes: [undefined],
  fails: ['none'],
  message: "the stage 'live' has neither AutoDeploy nor a deployment, and serves nothing",
  unknown: ['Maybe'],
}, 'a deployment on a condition');

describeRule('v2-auto-deploy-in-production', {
  template: (isOn) => ({ ...httpApi(), ...v2Stage({ AutoDeploy: isOn }) }),
  passes: [false, undefined],
  fails: [true, 'true'],
  message: "the stage 'live' serves production, and deploys every change as it is made",
  unknown: [UNKNOWN],
  intent: { production: true },
});

describeRule<string>('deployment-logical-id-static', {
  template: (id) => ({ ...rest('GET /pets'), ...deployment(id, 'ApiGateway', { RestApiId: { Ref: 'Api' } }) }),
  passes: ['ApiDeploymentB17BE62D0c8b1f6a2e4d3b5f7a9c1e2d4f6a8b0c', 'ServerlessRestApiDeployment47fc2d5f9d', 'Deployment20260131', 'DeploymentV2', 'ApiGatewayDeployment1568376423423', 'Deployment3fa9c1e'],
  fails: ['Deployment', 'ApiV1Deployment', 'DeploymentFacade'],
  message: (id) => `the deployment '${id}' keeps its logical id when the API changes, so that changes do not go live`,
  unknown: 'a logical id is always known',
});

describeRule<string>('deployment-logical-id-static', {
  template: (id) => ({ ...webSocketApi(), ...deployment(id, 'ApiGatewayV2', { ApiId: { Ref: 'Api' } }) }),
  passes: ['ChatDeploymentB17BE62D47fc2d5f9d', 'ChatDeployment47fc2d5f9dB17BE62D', 'ChatDeployment20260131B17BE62D'],
  fails: ['ChatDeploymentB17BE62D', 'ChatDeployment180EC503'],
  message: (id) => `the deployment '${id}' keeps its logical id when the API changes, so that changes do not go live`,
  unknown: 'a logical id is always known',
  severity: 'error',
}, 'an id of the CDK without a hash of the definition');

describeRule<Json>('deployment-logical-id-static', {
  template: (isOn) => ({ ...httpApi(), ...v2Stage({ AutoDeploy: isOn }) }),
  passes: [true, UNKNOWN],
  fails: [false, undefined],
  message: "the deployment 'Deployment' keeps its logical id when the API changes, so that changes do not go live",
  unknown: 'a stage that may deploy by itself most likely does',
}, 'where nothing deploys by itself');

// A body has no method whose key is only known at deployment, and a deployment of a body waits for nothing.
const keyed = (key: string) => method(key, { ApiKeyRequired: UNKNOWN });

describeRule<{ [key: string]: Json }>('deployment-depends-on-methods', {
  template: (attributes) => ({
    ...restApi(),
    ...lambdaFunction(),
    ...keyed('GET /pets'),
    ...keyed('POST /pets'),
    Wait: { Type: 'AWS::CloudFormation::WaitConditionHandle', DependsOn: ['GetPets', 'PostPets'] },
    ...deployment('Deployment1', 'ApiGateway', { RestApiId: { Ref: 'Api' } }, attributes),
  }),
  passes: [{ DependsOn: ['GetPets', 'PostPets'] }, { DependsOn: 'Wait' }],
  fails: [{ DependsOn: 'GetPets' }],
  message: "a deployment of 'Pets' does not wait for 'POST /pets'",
  unknown: 'what something waits for is written, and covered below for references',
});

describeRule<Json>('deployment-depends-on-methods', {
  template: (description) => ({
    Conditions: CONDITIONS,
    Resources: { ...restApi(), ...lambdaFunction(), ...keyed('GET /pets'), ...deployment('Deployment1', 'ApiGateway', { RestApiId: { Ref: 'Api' }, Description: description }) },
  }),
  passes: [{ Ref: 'GetPets' }, { 'Fn::Sub': 'after ${GetPets}' }],
  fails: [undefined, 'after nothing'],
  message: "a deployment of 'Pets' does not wait for 'GET /pets'",
  unknown: [{ 'Fn::If': ['Maybe', { Ref: 'GetPets' }, 'after nothing'] }],
}, 'references say it as well');

describeRule<string[]>('deployment-depends-on-methods', {
  template: (waits) => ({
    Conditions: CONDITIONS,
    Resources: {
      ...restApi(),
      ...lambdaFunction(),
      ...keyed('GET /pets'),
      ConditionalMethod: { Type: 'AWS::ApiGateway::Method', Condition: 'Maybe', Properties: { ...(keyed('PUT /pets').PutPets.Properties as Properties) } },
      ...deployment('Deployment1', 'ApiGateway', { RestApiId: { Ref: 'Api' } }, { DependsOn: waits }),
    },
  }),
  passes: [['GetPets', 'ConditionalMethod']],
  fails: [['ConditionalMethod']],
  message: "a deployment of 'Pets' does not wait for 'GET /pets'",
  unknown: [['GetPets']],
}, 'a method on a condition');

// An HTTP body has routes, and none of a WebSocket API.
describeRule<{ stage?: Properties; waits: Json }>('deployment-depends-on-methods', {
  template: ({ stage = {}, waits }) => ({
    ...webSocketApi(),
    ...lambdaFunction(),
    ...route('$connect'),
    ...route('send'),
    ...v2Stage(stage),
    ...deployment('Deployment', 'ApiGatewayV2', { ApiId: { Ref: 'Api' } }, { DependsOn: waits }),
  }),
  passes: [{ waits: ['RouteConnect', 'RouteSend'] }, { stage: { AutoDeploy: true }, waits: undefined }],
  fails: [{ waits: undefined }],
  message: "a deployment of 'Chat' does not wait for '$connect', 'send'",
  unknown: 'what something waits for is written',
}, 'the routes of a WebSocket API');

describeRule<Json>('deployment-depends-on-methods', {
  template: (verbs) => ({
    ...restApi(),
    ...lambdaFunction(),
    ...(Object.assign({}, ...(verbs as string[]).map((verb) => keyed(`${verb} /pets`))) as Resources),
    ...deployment('Deployment1', 'ApiGateway', { RestApiId: { Ref: 'Api' } }),
  }),
  passes: [[]],
  fails: [['GET', 'PUT', 'POST', 'HEAD', 'PATCH']],
  message: "a deployment of 'Pets' does not wait for 'GET /pets', 'PUT /pets', 'POST /pets' and 2 more",
  unknown: 'what something waits for is written',
}, 'many methods');

describeRule<Json>('old-deployment-not-retained', {
  template: (policy) => ({ ...rest('GET /pets'), ...deployment('Deployment1', 'ApiGateway', { RestApiId: { Ref: 'Api' } }, policy === undefined ? {} : { DeletionPolicy: policy }) }),
  passes: ['Retain', 'RetainExceptOnCreate'],
  fails: ['Delete', undefined],
  message: "the deployment 'Deployment1' is deleted when another takes its place",
  unknown: 'CloudFormation takes no function as a DeletionPolicy that a template does not decide',
  intent: { retainedDeployments: true },
});

const other: Resources = { Other: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Others' } } };

describeRule<Json>('stage-deployment-other-api', {
  template: (api) => ({ ...rest('GET /pets'), ...other, ...restStage(), ...deployment('Deployment', 'ApiGateway', { RestApiId: api }) }),
  passes: [{ Ref: 'Api' }],
  fails: [{ Ref: 'Other' }],
  message: "the stage 'live' of 'Pets' names a deployment of 'Others'",
  unknown: [UNKNOWN],
});
