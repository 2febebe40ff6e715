import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ChatStack } from '../../examples/chat/chat-stack';
import { parseRequest } from '../../handlers/realtime/broadcast-request';

/** Without bundling, which every run of the examples does. */
function synthesized(alarmEmail?: string): Template {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  return Template.fromStack(new ChatStack(app, 'Chat', { pageUrl: 'http://localhost:8080/', alarmEmail }));
}

const template = synthesized();

function propertiesOf<Properties>(type: string): Properties[] {
  return Object.values(template.findResources(type)).map((resource) => (resource as { Properties: Properties }).Properties);
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: object;
}

interface Policy {
  readonly Roles: { readonly Ref: string }[];
  readonly PolicyDocument: { readonly Statement: Statement[] };
}

/** What a function may do. */
function statementsOf(functionId: string): Statement[] {
  const policies = propertiesOf<Policy>('AWS::IAM::Policy').filter(({ Roles }) => Roles.some(({ Ref }) => Ref.startsWith(`${functionId}Role`)));
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

test('the chat has three routes of its own, each of which replies and takes only messages of its form', () => {
  const models = propertiesOf<{ Name: string; Schema: object }>('AWS::ApiGatewayV2::Model');
  const schemas = ['join', 'leave', 'send'].map((routeKey) => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: routeKey, RouteResponseSelectionExpression: '$default', RequestModels: { $default: Match.anyValue() } });
    const [route] = propertiesOf<{ RouteKey: string; RequestModels?: { $default: string } }>('AWS::ApiGatewayV2::Route').filter(({ RouteKey }) => RouteKey === routeKey);
    return models.find(({ Name }) => Name === route.RequestModels?.$default)?.Schema;
  });

  expect(schemas.every((schema) => schema !== undefined)).toBe(true);
  expect(schemas[2]).toMatchObject({ required: ['action', 'room', 'text', 'key'], additionalProperties: false, properties: { text: { minLength: 1, maxLength: 500 } } });
});

test('who connects needs a token of the pool with the scope, from the app client of the page', () => {
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: '$connect', AuthorizationType: 'CUSTOM', AuthorizerId: Match.anyValue() });
  const [rules] = propertiesOf<{ Environment?: { Variables?: { TOKEN_RULES?: object } } }>('AWS::Lambda::Function')
    .flatMap(({ Environment }) => Environment?.Variables?.TOKEN_RULES ?? []);
  expect(JSON.stringify(rules)).toContain('\\"scopes\\":[\\"chat/use\\"]');
  expect(JSON.stringify(rules)).toMatch(/\\"audience\\":\[\\"".*UsersPoolPage/);
});

test('the page signs people in by a code and keeps no secret', () => {
  template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
    AllowedOAuthFlows: ['code'], AllowedOAuthScopes: [Match.anyValue()], CallbackURLs: ['http://localhost:8080/'], LogoutURLs: ['http://localhost:8080/'], GenerateSecret: Match.absent(),
  });
});

test('connecting, joining and sending have limits of their own', () => {
  const limits = (rate: number, burst: number) => Match.objectLike({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst });
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    DefaultRouteSettings: limits(500, 500),
    RouteSettings: { $connect: limits(50, 100), join: limits(50, 100), send: limits(100, 200) },
  });
});

test('each function has what it needs of the messages that are kept, and no more', () => {
  const isOfMessages = ({ Resource }: Statement) => JSON.stringify(Resource).includes('HistoryTable');
  const rights = ['Join', 'Leave', 'Send'].map((name) => statementsOf(name).filter(isOfMessages).flatMap(({ Action }) => Action));

  expect(rights).toEqual([['dynamodb:Query'], [], ['dynamodb:PutItem']]);
  expect(statementsOf('Leave').flatMap(({ Action }) => Action)).toContain('execute-api:ManageConnections');
});

test('messages are kept for a time, in the order of their rooms', () => {
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    KeySchema: [{ AttributeName: 'room', KeyType: 'HASH' }, { AttributeName: 'position', KeyType: 'RANGE' }],
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
  });
});

describe('an announcement', () => {
  interface Target {
    readonly InputTransformer: { readonly InputPathsMap: Record<string, string>; readonly InputTemplate: string };
  }
  const [{ EventPattern, Targets: [target] }] = propertiesOf<{ EventPattern: object; Targets: Target[] }>('AWS::Events::Rule');

  /** What EventBridge makes of an event, with the quotes that it puts around texts. */
  function transformed(event: Record<string, string>): string {
    const { InputPathsMap, InputTemplate } = target.InputTransformer;
    return Object.entries(InputPathsMap).reduce((text, [name, path]) => text.replace(`<${name}>`, JSON.stringify(event[path])), InputTemplate);
  }

  test('is an event of the operators with a text', () => {
    expect(EventPattern).toEqual({ 'source': ['chat.operators'], 'detail-type': ['announcement'], 'detail': { text: [{ exists: true }] } });
  });

  test('becomes a request that the broadcast function understands, with the id of the event', () => {
    expect(parseRequest(transformed({ '$.detail.text': 'back "soon"', '$.id': 'event-1' }), 'message-1')).toEqual({
      to: { everyone: true }, data: { kind: 'announcement', text: 'back "soon"' }, id: 'event-1', except: [],
    });
  });
});

test('every alarm tells the topic, and somebody by mail only when there is an address', () => {
  const alarms = propertiesOf<{ AlarmActions?: object[] }>('AWS::CloudWatch::Alarm');

  expect(alarms.length).toBeGreaterThan(0);
  expect(alarms.filter(({ AlarmActions = [] }) => AlarmActions.length === 0)).toEqual([]);
  template.resourceCountIs('AWS::SNS::Subscription', 0);
  synthesized('you@example.com').hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'you@example.com' });
});
