import { ApiType } from '../../api-type';
import type { AppReflection } from '../../reflection/app-reflection';
import { GAP, PartialText } from '../../reflection/partial-text';
import { roleOf } from '../../reflection/role-reflection';
import type { RouteReflection } from '../../reflection/route-reflection';
import type { TemplateResource } from '../../reflection/template-resource';
import { WebSocketAnswers } from '../../reflection/web-socket-answers';
import { isMessageRoute, webSocketHandlers } from '../../reflection/web-socket-routes';
import { allows, resourcesOf, statementRule } from '../access/statement-rule';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';

const ACTION = 'execute-api:ManageConnections';
const CALLBACKS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html';
const GRANT = `
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action: execute-api:ManageConnections
            Resource: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/live/POST/@connections/*`;

/** Who may send to the clients of WebSocket APIs. */
export const posting: Rule[] = [
  resourceRule({
    id: 'ws-handler-cannot-post',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A function that sends to clients may not',
    why: 'Whatever it posts to @connections is refused with 403, and no client hears of it.',
    fix: 'allow its role execute-api:ManageConnections on the connections of the stage',
    snippet: GRANT,
    docs: CALLBACKS,
  }, ['AWS::Lambda::Function'], (resource, { app }) => {
    const routes = webSocketHandlers(app).get(resource) ?? [];
    if (!knowsWhereToPost(app, resource, routes)) return undefined;
    const subject = routes[0] ? `the function of '${routes[0].key}'` : `the function '${resource.property('FunctionName').string().value ?? resource.logicalId}'`;
    return [judge(roleOf(app, resource.property('Role')).flatMap((role) => role.allows(ACTION)), {
      what: `whether ${subject} may send to clients`,
      place: resource.property('Role'),
      known: (isAllowed) => isAllowed ? undefined
        : violation(`${subject} is told where the connections of a WebSocket API are, and its role has no ${ACTION}`, resource.property('Role')),
    })].flat();
  }),

  statementRule({
    id: 'ws-manage-connections-wide',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A policy allows messages to the clients of every WebSocket API',
    why: 'Whoever holds it may write to any client of any API of the account, and end its connection.',
    fix: 'name the API, its stage and what is done: arn:…:<api>/<stage>/POST/@connections/*',
    snippet: GRANT,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html',
    related: ['AwsSolutions-IAM5'],
  }, (statement, { name }) => {
    if (!allows(statement, 'execute-api', ['ManageConnections'])) return [];
    return resourcesOf(statement).filter(({ marked }) => /^(\*|arn:[^:]*:execute-api:[^:]*:[^:]*:\*.*)$/.test(marked))
      .map((resource) => violation(`the policy '${name}' allows ${ACTION} on '${resource.toString()}': on every API`, statement.place));
  }),

  resourceRule({
    id: 'ws-async-callback-role',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A state machine that sends its result to a client may not',
    why: 'The task that posts to @connections is refused with 403, and the client waits for a result that never comes.',
    fix: 'allow the role of the state machine execute-api:ManageConnections on the connections of the stage',
    snippet: GRANT,
    docs: CALLBACKS,
  }, ['AWS::StepFunctions::StateMachine'], (resource, { app }) => {
    const definition = ['DefinitionString', 'Definition'].map((name) => JSON.stringify(resource.property(name).looseJson() ?? '')).join();
    if (!definition.includes(':apigateway:') || !/(@|%40)connections/.test(definition)) return undefined;
    const subject = `the state machine '${resource.property('StateMachineName').string().value ?? resource.logicalId}'`;
    return [judge(roleOf(app, resource.property('RoleArn')).flatMap((role) => role.allows(ACTION)), {
      what: `whether ${subject} may send to clients`,
      place: resource.property('RoleArn'),
      known: (isAllowed) => isAllowed ? undefined : violation(`${subject} posts to @connections, and its role has no ${ACTION}`, resource.property('RoleArn')),
    })].flat();
  }),
];

/**
 * Whether a function's environment says where `@connections` is: it has no other use for that.
 *
 * The id or the host name of an API are such a sign where its messages get no other answer; by `wss://` clients connect.
 */
function knowsWhereToPost(app: AppReflection, resource: TemplateResource, routes: RouteReflection[]): boolean {
  const unanswered = routes.filter((route) => isMessageRoute(route) && WebSocketAnswers.of(route.api).isTwoWay(route).is((isTwoWay) => !isTwoWay));
  return (resource.property('Environment.Variables').entries().value ?? []).some(([, value]) => {
    const text = value.text().value;
    const api = text && webSocketApiIn(app, text);
    if (!api || /^wss?:/.test(text.marked)) return false;
    return text.marked.includes('@connections') || text.marked.startsWith(`https://${GAP}.execute-api.`) || unanswered.some((route) => route.api === api);
  });
}

function webSocketApiIn(app: AppReflection, { references }: PartialText) {
  return references.map(({ resource }) => app.apiOf(resource)).find((api) => api?.apiType === ApiType.WEBSOCKET);
}
