import { ApiType } from '../../api-type';
import { schemasAt } from '../../reflection/body-model';
import { CallerInput } from '../../reflection/caller-input';
import { reachesOneAlone } from '../../reflection/role-reach';
import { RouteReflection } from '../../reflection/route-reflection';
import { ServiceRequest } from '../../reflection/service-request';
import { letsApiGatewayIn } from '../../reflection/service-target-policies';
import { TemplateValue } from '../../reflection/template-value';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';

const ROLES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-aws-proxy.html';
const SERVICES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html';

/** The members, fields and parameters by which services are told what to act on. */
const TARGETS = [
  'QueueUrl', 'TopicArn', 'TargetArn', 'StreamName', 'StreamARN', 'DeliveryStreamName', 'TableName', 'stateMachineArn', 'StateMachineArn', 'EventBusName', 'Bucket', 'FunctionName',
];

/** Routes that call a service without a function between. */
export const serviceIntegrations: Rule[] = [
  integrationRule({
    id: 'service-integration-no-credentials',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'API Gateway has no role to call a service with',
    why: 'The service refuses every call, and the caller gets an error.',
    fix: 'set Credentials, or CredentialsArn, to a role that API Gateway may assume and that allows this one action',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: AWS
          Credentials: !GetAtt CallingRole.Arn`,
    docs: ROLES,
  }, (integration, route, { app }) => {
    const request = ServiceRequest.of(integration).value;
    if (!request) return undefined;
    const credentials = integration.field('credentials');
    return judge(credentials.presence(), {
      what: `with which role '${route.key}' calls a service`,
      place: credentials,
      known: () => undefined,
      absent: () => judge(letsApiGatewayIn(app, request), {
        what: `whether '${route.key}' may call its service`,
        known: (isLetIn) => isLetIn ? undefined : violation(`'${route.key}' calls '${request.service}' without a role`),
      }),
    });
  }),

  integrationRule({
    id: 'service-integration-unvalidated',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'Callers\' bodies reach a service without validation',
    why: 'No function looks at the body on its way: whatever a caller sends is stored or acted on.',
    fix: 'give the method a model for its body and a validator that validates bodies',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        RequestValidatorId: !Ref BodyValidator
        RequestModels:
          application/json: !Ref PetModel`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html',
    related: ['AwsSolutions-APIG2'],
  }, (integration, route) => {
    const request = ServiceRequest.of(integration).value;
    if (!request || !takesBody(request, route)) return undefined;
    const { body, models } = route.validation;
    const what = `whether '${route.key}' validates what it hands to a service`;
    return judge(body, {
      what,
      known: (isValidated) => isValidated
        ? judge(models, { what, known: (given) => given.length > 0 ? undefined : violation(`'${route.key}' hands callers' bodies to '${request.service}' and has no model to validate them by`) })
        : violation(`'${route.key}' hands callers' bodies to '${request.service}' without validating them`),
    });
  }),

  integrationRule({
    id: 'service-target-from-caller',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'Callers choose the resource that a service acts on',
    why: 'A caller may name any other queue, table or state machine that the role reaches.',
    fix: 'write the name or ARN of the resource into the integration, or let a validated model name the few that are allowed as an enum',
    snippet: `
      RequestTemplates:
        application/json:
          Fn::Sub: '{"TableName": "\${Table}", "Key": {"id": {"S": $input.json("$.id")}}}'`,
    docs: SERVICES,
  }, (integration, route, { app }) => {
    const request = ServiceRequest.of(integration).value;
    // Whoever asks for another one than the role reaches is refused.
    if (!request || reachesOneAlone(app, integration, request.service)) return undefined;
    const chosen = (name: string, place: TemplateValue) => violation(`'${route.key}' lets callers choose the '${name}' of '${request.service}'`, place);
    const parameters = integration.requestParameters.value ?? [];
    const written = TARGETS.flatMap((name) => request.parameter(name).toList().filter(isOfCaller).map((place) => chosen(name, place)));
    const inPath = request.service === 's3' ? [] : pathNames(request).flatMap((name) => parameters
      .filter(([target, source]) => target === `integration.request.path.${name}` && isOfCaller(source)).map(([, place]) => chosen(name, place)));
    const printed = (request.templates.value ?? []).flatMap(({ prints }) => prints)
      .flatMap(({ name, input }) => name !== undefined && TARGETS.includes(name) && input.some((each) => !isChoice(each, route)) ? [name] : []);
    return [...written, ...inPath, ...[...new Set(printed)].map((name) => chosen(name, integration.field('requestTemplates')))];
  }),

  integrationRule({
    id: 's3-bucket-from-path',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'Callers choose the bucket that they read or write',
    why: 'A caller may name any bucket that the role reaches, and list what is in it.',
    fix: 'write the bucket into the URI, and take the key alone from the path',
    snippet: `
      Integration:
        Type: AWS
        Uri: !Sub arn:\${AWS::Partition}:apigateway:\${AWS::Region}:s3:path/\${Bucket}/{key}
        RequestParameters:
          integration.request.path.key: method.request.path.key`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-s3.html',
  }, (integration, route) => {
    const request = ServiceRequest.of(integration).value;
    const bucket = request?.service === 's3' ? /^\{([^}]+)\}/.exec(request.target)?.[1] : undefined;
    if (bucket === undefined) return undefined;
    const source = (integration.requestParameters.value ?? []).find(([target]) => target === `integration.request.path.${bucket}`)?.[1];
    // What begins with a quotation mark is a text of its own, even if only the deployment knows it.
    return source && judge(source.text(), {
      what: `which bucket '${route.key}' reads or writes`,
      place: source,
      known: () => isOfCaller(source) ? violation(`'${route.key}' takes the bucket '{${bucket}}' from the caller`, source) : undefined,
    });
  }),
];

/** Whether what a caller sends in the body is a part of the request. */
function takesBody(request: ServiceRequest, { method }: RouteReflection): boolean {
  const templates = request.templates.value ?? [];
  if (templates.length > 0) return templates.some(({ prints }) => prints.some(({ input }) => input.some(({ kind }) => kind !== 'params')));
  return request.templates.isKnown && ['POST', 'PUT', 'PATCH'].includes(method);
}

/** Whether a parameter has its value from a caller: `method.request.path.id`, `$request.body.id`. */
function isOfCaller(source: TemplateValue): boolean {
  return source.text().is(({ marked }) => /^(method\.request\.|route\.request\.|\$request\.|\$\{request\.)/.test(marked));
}

function pathNames({ target }: ServiceRequest): string[] {
  return [...target.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
}

/** Whether the model of the body names the values that are allowed. */
function isChoice({ jsonPath }: CallerInput, route: RouteReflection): boolean {
  const schemas = schemasAt(route, jsonPath);
  return schemas.length > 0 && schemas.every((schema) => schema.get('enum').isGiven);
}
