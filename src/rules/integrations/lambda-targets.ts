import { ApiType } from '../../api-type';
import { Fact } from '../../reflection/fact';
import { failureDestinations, isAsynchronous, runningFunction } from '../../reflection/lambda-invocation';
import { PartialText } from '../../reflection/partial-text';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';

/** How functions are called. */
export const lambdaTargets: Rule[] = [
  integrationRule({
    id: 'lambda-not-alias',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A route calls a function without an alias',
    why: 'New code takes all calls at once, and going back to the old code needs another deployment.',
    fix: 'call an alias of the function',
    snippet: `
      Type: AWS::Lambda::Alias
      Properties:
        FunctionName: !Ref Function
        FunctionVersion: !GetAtt Version.Version
        Name: live`,
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html',
    optIn: 'lambdaAliases',
  }, (integration, route, { intent }) => {
    if (intent.lambdaAliases !== true || !integration.isLambda.is(Boolean)) return undefined;
    return judge(integration.field('uri').text().flatMap(isQualified), {
      what: `whether '${route.key}' calls an alias`,
      place: integration.field('uri'),
      known: (qualified) => qualified ? undefined : violation(`'${route.key}' calls a function without an alias`, integration.field('uri')),
    });
  }),

  integrationRule({
    id: 'lambda-non-proxy',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'Mapping templates stand between a route and its function',
    why: 'What the function gets and what the caller sees is decided in a language that is hard to test and to debug.',
    fix: 'set Type to AWS_PROXY and let the function read the request; keep AWS only to call a function without waiting for it',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: AWS_PROXY
          IntegrationHttpMethod: POST`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
  }, (integration, route) => {
    if (!integration.isLambda.is(Boolean)) return undefined;
    return judge(Fact.all([integration.kind.map((kind) => kind === 'AWS'), isAsynchronous(integration).map((isEvent) => !isEvent)]), {
      what: `whether '${route.key}' calls its function through mapping templates`,
      place: integration.field('requestParameters'),
      known: (answers) => answers.includes(false) ? undefined
        : violation(`'${route.key}' calls its function through mapping templates, and waits for it all the same`, integration.field('type')),
    });
  }),

  integrationRule({
    id: 'async-lambda-no-destination',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'Events that a function fails to handle vanish',
    why: 'Nobody waits for the function, and after two more attempts Lambda drops the event.',
    fix: 'give the function a destination for failures, or a dead-letter queue',
    snippet: `
      Type: AWS::Lambda::EventInvokeConfig
      Properties:
        FunctionName: !Ref Function
        Qualifier: $LATEST
        DestinationConfig:
          OnFailure:
            Destination: !GetAtt FailedEvents.Arn`,
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html',
    related: ['Serverless-LambdaAsyncFailureDestination', 'CKV_AWS_116'],
  }, (integration, route, { app }) => {
    if (!isAsynchronous(integration).is(Boolean)) return undefined;
    return judge(integration.function.flatMap(runningFunction), {
      what: `where events go that the function of '${route.key}' fails to handle`,
      place: integration.field('uri'),
      known: (lambda) => failureDestinations(app, lambda).length > 0 ? undefined
        : violation(`'${route.key}' calls a function without waiting for it, and what it fails to handle is dropped`),
    });
  }),
];

/** Whether an alias or a version is named: by a resource of its own, or after the function's name. */
function isQualified(uri: PartialText): Fact<boolean> {
  const named = uri.references.find(({ resource }) => resource.resourceType.startsWith('AWS::Lambda::'))?.resource;
  if (named && named.resourceType !== 'AWS::Lambda::Function') return Fact.known(true);
  const [, name] = /\/functions\/(.*?)\/invocations/s.exec(uri.marked) ?? [undefined, uri.marked];
  const hasQualifier = /(:function:[^:]+|^[^:]+):[^:]+$/s.test(name);
  if (hasQualifier || named || uri.literal !== undefined || /:function:[A-Za-z0-9_-]+$/.test(name)) return Fact.known(hasQualifier);
  return Fact.unknowable('its function is not part of the templates');
}
