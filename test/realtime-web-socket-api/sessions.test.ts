import { App, RemovalPolicy, Stack, aws_dynamodb as dynamodb, aws_kms as kms } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { SessionTable } from '../../src/web-socket/session-table';
import { Sessions } from '../../src/web-socket/sessions';
import { TemplateRequest, sentJson } from '../integrations/service-template';
import { acknowledged, errorOf, template, testHandler, testStack } from '../rest-api';
import { integrationOf, resourcesOf, routeOf, webSocketApi } from '../web-socket-api';

const jwt = (options: { tokenQuery?: string } = {}) => Authorizer.jwt({ issuer: 'https://login.example.com', audience: ['web'], ...options });

/** A table with the keys of sessions, and these indexes. */
function tableOf(stack: Stack, indexes: { [name: string]: string }): dynamodb.Table {
  const { STRING } = dynamodb.AttributeType;
  const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'connectionId', type: STRING }, sortKey: { name: 'item', type: STRING } });
  for (const [indexName, name] of Object.entries(indexes)) table.addGlobalSecondaryIndex({ indexName, partitionKey: { name, type: STRING } });
  return table;
}

const INDEXES = { users: 'userId', rooms: 'room', online: 'onlineIn' };

/** One with replicas, which another construct makes. */
function globalTable(stack: Stack, type = dynamodb.AttributeType.STRING): dynamodb.TableV2 {
  return new dynamodb.TableV2(stack, 'Table', {
    partitionKey: { name: 'connectionId', type },
    sortKey: { name: 'item', type: dynamodb.AttributeType.STRING },
    timeToLiveAttribute: 'expiresAt',
    globalSecondaryIndexes: Object.entries(INDEXES)
      .map(([indexName, name]) => ({ indexName, partitionKey: { name, type: dynamodb.AttributeType.STRING } })),
  });
}

describe('sessions that a function keeps', () => {
  test('can be in a table of the user\'s, in a stack of its own', () => {
    const app = new App();
    const { table } = new SessionTable(testStack(app, 'Data'), 'Sessions');
    const stack = testStack(app, 'Api');
    webSocketApi(stack, { sessions: Sessions.stored({ table }) });

    expect(resourcesOf(stack, 'DynamoDB::Table')).toEqual([]);
    template(stack).hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { REALTIME_TABLE: { 'Fn::ImportValue': Match.stringLikeRegexp('^Data:') } } },
    });
  });

  test('can be in a table that this app does not make', () => {
    const stack = testStack();
    webSocketApi(stack, { sessions: Sessions.stored({ table: dynamodb.Table.fromTableName(stack, 'Table', 'sessions') }) });

    template(stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { REALTIME_TABLE: 'sessions' } } });
  });

  test('can be in a global table', () => {
    const stack = testStack();
    webSocketApi(stack, { sessions: Sessions.stored({ table: globalTable(stack) }) });

    template(stack).resourceCountIs('AWS::DynamoDB::GlobalTable', 1);
  });

  test('of two APIs are in two tables, as each would send to the connections of the other', () => {
    const stack = testStack();
    const { table } = new SessionTable(stack, 'Table');
    webSocketApi(stack, { sessions: Sessions.stored({ table }) });

    expect(errorOf(stack, () => webSocketApi(stack, { sessions: Sessions.direct({ table }) }, 'Other'))).toBe("the table 'Stack/Table/Table' holds the sessions of 'Stack/Chat', and 'Stack/Other' would send to connections of that one, and take them for gone; "
      + 'write a SessionTable for each API');
  });

  test('of an API that could not be made leave the table to the next one', () => {
    const stack = testStack();
    const sessions = Sessions.stored({ table: new SessionTable(stack, 'Table').table });
    expect(() => webSocketApi(stack, { sessions, routes: { 'a b': { integration: Integration.mock() } } })).toThrow("route key 'a b'");

    expect(() => webSocketApi(stack, { sessions })).not.toThrow();
  });

  test('can be encrypted by a key of the user\'s, which the function may use, and stay', () => {
    const stack = testStack();
    webSocketApi(stack, { sessions: Sessions.stored({ encryptionKey: new kms.Key(stack, 'Key'), removalPolicy: RemovalPolicy.RETAIN }) });

    template(stack).hasResource('AWS::DynamoDB::Table', { Properties: { SSESpecification: { SSEEnabled: true, SSEType: 'KMS' } }, DeletionPolicy: 'Retain' });
    expect(JSON.stringify(resourcesOf(stack, 'IAM::Policy'))).toContain('kms:Decrypt');
  });

  test('give the function what it does, on this table, and nothing else', () => {
    const stack = testStack();
    webSocketApi(stack);
    const actions = resourcesOf(stack, 'IAM::Policy').flatMap(({ PolicyDocument }) => PolicyDocument.Statement as unknown as { Action: string | string[] }[]).flatMap(({ Action }) => Action);

    expect(actions.filter((action) => action.startsWith('dynamodb:')).sort()).toEqual(
      ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    );
  });
});

describe('sessions that API Gateway writes itself', () => {
  const request = (context: TemplateRequest['context'], key = '$connect') => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1', account: '111111111111' } });
    webSocketApi(stack, { sessions: Sessions.direct({ table: dynamodb.Table.fromTableName(stack, 'Table', 'sessions') }), authorizer: Authorizer.iam() });
    return sentJson(String(integrationOf(stack, key).RequestTemplates.$default), { context });
  };

  test('have no function, no role of one, and are written before the connection is made', () => {
    const stack = testStack();
    webSocketApi(stack, { sessions: Sessions.direct() });

    expect(resourcesOf(stack, 'Lambda::Function').filter(({ Environment }) => Environment?.Variables?.REALTIME_TABLE)).toEqual([]);
    expect(integrationOf(stack, '$connect')).toMatchObject({ IntegrationType: 'AWS', IntegrationMethod: 'POST', PassthroughBehavior: 'NEVER', TemplateSelectionExpression: '\\$default' });
    expect(integrationOf(stack, '$disconnect')).toMatchObject({ IntegrationType: 'AWS' });
    expect(routeOf(stack, '$connect').RouteResponseSelectionExpression).toBe('$default');
    template(stack).hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', { IntegrationResponseKey: '/2\\d{2}/' });
  });

  test('let API Gateway put and delete, and do nothing else', () => {
    const stack = testStack();
    webSocketApi(stack, { sessions: Sessions.direct() });

    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'dynamodb:PutItem' }), Match.objectLike({ Action: 'dynamodb:DeleteItem' })] },
      Roles: [{ Ref: Match.stringLikeRegexp('IntegrationRole') }],
    });
  });

  test('have the items that the function would write', () => {
    const context = { connectionId: 'L0SM9cOFvHcCIhw=', requestTimeEpoch: 1_700_000_000_000, authorizer: { principalId: 'ann' } };

    expect(request(context)).toEqual({
      TableName: 'sessions',
      Item: {
        connectionId: { S: 'L0SM9cOFvHcCIhw=' },
        item: { S: 'session' },
        onlineIn: { S: 'eu-west-1' },
        userId: { S: 'ann' },
        connectedAt: { N: '1700000000' },
        expiresAt: { N: '1700007800' },
      },
    });
  });

  test('know callers of IAM by their ARN, and nobody where nobody is asked or has a name', () => {
    const base = { connectionId: 'c=', requestTimeEpoch: 1_700_000_000_000 };

    expect(request({ ...base, identity: { userArn: 'arn:aws:iam::111111111111:user/ann' } })).toMatchObject({ Item: { userId: { S: 'arn:aws:iam::111111111111:user/ann' } } });
    expect(request(base)).not.toHaveProperty('Item.userId');
    expect(request({ ...base, authorizer: { principalId: 'anonymous' } })).not.toHaveProperty('Item.userId');
  });

  test('hold a user whose name is made to break out', () => {
    const principalId = 'ann"}},"x":{"S":"\\\n\'';

    expect(request({ connectionId: 'c=', requestTimeEpoch: 1_700_000_000_000, authorizer: { principalId } })).toMatchObject({ Item: { userId: { S: principalId } } });
  });

  test('know users of an identity pool apart, who all sign with one role', () => {
    const identity = { cognitoIdentityId: 'eu-west-1:ann', userArn: 'arn:aws:sts::111111111111:assumed-role/Web/CognitoIdentityCredentials' };

    expect(request({ connectionId: 'c=', requestTimeEpoch: 1_700_000_000_000, identity })).toMatchObject({ Item: { userId: { S: 'eu-west-1:ann' } } });
  });

  test('have no rooms, as nobody would take away what a connection has joined', () => {
    const stack = testStack();
    const send = testHandler(stack, 'Send');
    webSocketApi(stack, { sessions: Sessions.direct() }).grantBroadcast(send);

    template(stack).hasResourceProperties('AWS::Lambda::Function', { Code: { ZipFile: Match.anyValue() }, Environment: { Variables: { REALTIME_ROOMS: 'none' } } });
  });

  test('take away the session alone', () => {
    expect(request({ connectionId: 'c=' }, '$disconnect')).toEqual({ TableName: 'sessions', Key: { connectionId: { S: 'c=' }, item: { S: 'session' } } });
  });

  test('go with tokens in the query string', () => {
    const stack = testStack();
    webSocketApi(stack, { sessions: Sessions.direct(), authorizer: jwt({ tokenQuery: 'token' }) });

    expect(resourcesOf(stack, 'ApiGatewayV2::Authorizer')).toMatchObject([{ IdentitySource: ['route.request.querystring.token'] }]);
  });
});

test('the table of sessions is at hand, with a stream that tells who comes and goes', () => {
  const stack = testStack();
  const api = webSocketApi(stack);

  expect(api.sessionTable!.tableStreamArn).toBeDefined();
  expect(webSocketApi(stack, { sessions: Sessions.none('a test') }, 'Other').sessionTable).toBeUndefined();
});

test('sessions that nobody of ours keeps are an opt-out with its reason', () => {
  const stack = testStack();
  const api = webSocketApi(stack, { sessions: Sessions.none('a registry of our own'), routes: { $connect: { integration: Integration.mock() } } });

  expect(acknowledged(api)).toMatchObject({ 'Gatehouse::Gatehouse-ws-no-connect-or-disconnect': 'a registry of our own' });
  expect(resourcesOf(stack, 'DynamoDB::Table')).toEqual([]);
});

describe('fails', () => {
  test.each<[string, (stack: Stack) => Partial<RealtimeWebSocketApiProps>, string]>([
    ['a table of other keys', (stack) => ({ sessions: Sessions.stored({ table: new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }) }) }),
      "Sessions was given the table 'Stack/Table' with the keys id, and sessions are kept by connectionId, item; write table: new SessionTable(this, 'Sessions').table, or leave table out"],
    ['a table without an index', (stack) => ({ sessions: Sessions.stored({ table: tableOf(stack, {}) }) }),
      "Sessions was given the table 'Stack/Table' without the index 'users', and receivers are found by users, rooms, online; write table: new SessionTable(this, 'Sessions').table"],
    ['a table whose items stay', (stack) => ({ sessions: Sessions.stored({ table: tableOf(stack, INDEXES) }) }),
      "Sessions was given the table 'Stack/Table' without a time to live by 'expiresAt', and connections whose $disconnect never comes would stay for ever"],
    ['an index by something else', (stack) => ({ sessions: Sessions.stored({ table: tableOf(stack, { ...INDEXES, rooms: 'roomName' }) }) }),
      "Sessions was given the table 'Stack/Table' whose index 'rooms' has the key 'roomName', and receivers are found there by 'room'"],
    ['a global table whose keys are numbers', (stack) => ({ sessions: Sessions.stored({ table: globalTable(stack, dynamodb.AttributeType.NUMBER) }) }),
      "Sessions was given the table 'Stack/Table' where 'connectionId' is of the type N, and it is a text (S)"],
    ['a key beside a table', (stack) => ({ sessions: Sessions.direct({ table: dynamodb.Table.fromTableName(stack, 'Table', 'sessions'), encryptionKey: new kms.Key(stack, 'Key') }) }),
      'Sessions.direct() was given table and encryptionKey, which only a new table can have'],
    ['an empty reason', () => ({ sessions: Sessions.none(' ') }), 'Sessions.none() was given an empty reason'],
    ['something else', () => ({ sessions: true as unknown as Sessions }), 'sessions was given true, which does not say who keeps track of connections; write Sessions.stored(), Sessions.direct() or Sessions.none(\'<why>\')'],
    ['connect without sessions', () => ({ sessions: Sessions.none('a test'), connect: {} }), 'connect was given with Sessions.none(), where $connect is a route of your own'],
    ['broadcast without sessions', () => ({ sessions: Sessions.none('a test'), broadcast: {} }), 'broadcast was given with Sessions.none(), where nobody knows who is connected'],
    ['a token in the subprotocol that nobody would answer', () => ({ sessions: Sessions.direct(), authorizer: jwt() }),
      'the API\'s authorizer reads tokens from Sec-WebSocket-Protocol, and with Sessions.direct() nobody answers browsers which subprotocol was chosen'],
  ])('for %s', (_name, props, message) => {
    const stack = testStack();
    const given = () => webSocketApi(stack, props(stack));
    let thrown = '';
    try { given(); } catch (error) { thrown = (error as Error).message; }

    expect(thrown).toContain(message);
    expect(stack.node.tryFindChild('Chat')).toBeUndefined();
  });

  test.each([
    ['region', 'us-east-1', '111111111111', "the region 'us-east-1', and the API in 'eu-west-1'"],
    ['account', 'eu-west-1', '999999999999', "the account '999999999999', and the API in '111111111111'"],
  ])('for a table of another %s', (_name, region, account, message) => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    const table = dynamodb.Table.fromTableArn(stack, 'Table', `arn:aws:dynamodb:${region}:${account}:table/sessions`);

    for (const sessions of [Sessions.stored({ table }), Sessions.direct({ table })]) {
      expect(errorOf(stack, () => webSocketApi(stack, { sessions }))).toBe(`the table 'Stack/Table' of the sessions is in ${message}; write a table beside the API, of a global table its replica (table.replica(region)), or leave table out`);
    }
  });

  test('for broadcasting without sessions', () => {
    const stack = testStack();
    const api = webSocketApi(stack, { sessions: Sessions.none('a test') });

    expect(errorOf(stack, () => api.broadcast)).toBe("the API 'Stack/Chat' has Sessions.none(), so nobody knows who is connected and nothing can be broadcast; write Sessions.stored()");
  });
});
