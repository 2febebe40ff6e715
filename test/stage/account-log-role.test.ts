import { readFileSync } from 'fs';
import * as path from 'path';
import { App, NestedStack, Stack, StackProps, Token, Validations, aws_apigateway as apigateway, aws_iam as iam } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import { AccountLogRole } from '../../src/stage/account-log-role';

const bundle = path.join(__dirname, '..', '..', 'assets', 'account-log-role', 'index.js');

function ensuredIn(props: StackProps = {}): Template {
  const stack = new Stack(new App(), 'Stack', props);
  AccountLogRole.ensured().bindAccountLogRole(new Construct(stack, 'Api'));
  return Template.fromStack(stack);
}

const logRole = Match.objectLike({
  Properties: Match.objectLike({ AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'apigateway.amazonaws.com' } })] } }),
});

function logRoles(template: Template): string[] {
  return Object.keys(template.findResources('AWS::IAM::Role', logRole));
}

describe('AccountLogRole.ensured', () => {
  test('makes four resources and no AWS::ApiGateway::Account', () => {
    const template = ensuredIn();

    expect(Object.values(template.toJSON().Resources as { [id: string]: { Type: string } }).map(({ Type }) => Type).sort()).toEqual([
      'AWS::IAM::Role', 'AWS::IAM::Role', 'AWS::Lambda::Function', 'Custom::ApiGatewayAccountLogRole',
    ]);
  });

  test('the role has the rights of AmazonAPIGatewayPushToCloudWatchLogs, inline, and no other', () => {
    const template = ensuredIn();
    const [role] = Object.values(template.findResources('AWS::IAM::Role', logRole));

    expect(role.Properties.ManagedPolicyArns).toBeUndefined();
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } },
    ]);
    expect(role.Properties.Policies).toEqual([{
      PolicyName: 'PushToCloudWatchLogs',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Action: [
            'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams',
            'logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:PutLogEvents',
          ],
          Resource: '*',
        }],
      },
    }]);
  });

  test('the role outlives the stack, deleted or replaced', () => {
    const [role] = Object.values(ensuredIn().findResources('AWS::IAM::Role', logRole));

    expect(role).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('the function may read and set the account, look roles up, and pass the log role to API Gateway; nothing else', () => {
    const template = ensuredIn();
    const [roleId] = logRoles(template);
    const roles = template.findResources('AWS::IAM::Role');
    const [functionRole] = Object.keys(roles).filter((id) => id !== roleId);

    expect(roles[functionRole].Properties.Policies).toEqual([{
      PolicyName: 'Inline',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['apigateway:GET', 'apigateway:PATCH'],
            Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, '::/account']] },
          },
          {
            Effect: 'Allow',
            Action: 'iam:GetRole',
            Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':role/*']] },
          },
          {
            Effect: 'Allow',
            Action: 'iam:PassRole',
            Resource: { 'Fn::GetAtt': [roleId, 'Arn'] },
            Condition: { StringEquals: { 'iam:PassedToService': 'apigateway.amazonaws.com' } },
          },
        ],
      },
    }]);
    template.hasResourceProperties('AWS::Lambda::Function', { Role: { 'Fn::GetAtt': [functionRole, 'Arn'] } });
  });

  test('the function runs longer than the handler waits, and CloudFormation waits longer than the function runs', () => {
    const template = ensuredIn();
    const [roleId] = logRoles(template);

    template.hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Timeout: 300 });
    template.hasResourceProperties('Custom::ApiGatewayAccountLogRole', { RoleArn: { 'Fn::GetAtt': [roleId, 'Arn'] }, ServiceTimeout: '360' });
  });

  test('two APIs of one stack share it', () => {
    const stack = new Stack(new App(), 'Stack');

    const one = AccountLogRole.ensured().bindAccountLogRole(new Construct(stack, 'One'));
    const two = AccountLogRole.ensured().bindAccountLogRole(new Construct(stack, 'Two'));

    expect(two.dependable).toBe(one.dependable);
    expect(two.role).toBe(one.role);
    Template.fromStack(stack).resourceCountIs('Custom::ApiGatewayAccountLogRole', 1);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 2);
  });

  test('two stacks of one app have one each', () => {
    const app = new App();
    const stacks = [new Stack(app, 'One'), new Stack(app, 'Two')];

    stacks.forEach((stack) => AccountLogRole.ensured().bindAccountLogRole(stack));

    stacks.forEach((stack) => Template.fromStack(stack).resourceCountIs('Custom::ApiGatewayAccountLogRole', 1));
  });

  test('an API in a nested stack has it there, where its stage can depend on it', () => {
    const parent = new Stack(new App(), 'Parent');
    const nested = new NestedStack(parent, 'Nested');

    AccountLogRole.ensured().bindAccountLogRole(new Construct(nested, 'Api'));

    Template.fromStack(nested).resourceCountIs('Custom::ApiGatewayAccountLogRole', 1);
    Template.fromStack(parent).resourceCountIs('Custom::ApiGatewayAccountLogRole', 0);
  });

  test('a stage waits for it', () => {
    const stack = new Stack(new App(), 'Stack');
    const stage = new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api' });

    stage.node.addDependency(AccountLogRole.ensured().bindAccountLogRole(stage).dependable!);

    const template = Template.fromStack(stack);
    const [setting] = Object.keys(template.findResources('Custom::ApiGatewayAccountLogRole'));
    template.hasResource('AWS::ApiGateway::Stage', { DependsOn: [setting] });
  });

  test.each([
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-cn', 'cn-north-1'],
  ])('names nothing of another partition in %s', (partition, region) => {
    const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
    const stack = new Stack(app, 'Stack', { env: { region, account: '111122223333' } });

    AccountLogRole.ensured().bindAccountLogRole(stack);

    const text = JSON.stringify(Template.fromStack(stack).toJSON());
    expect(text).toContain(`arn:${partition}:apigateway:${region}::/account`);
    expect(text).toContain(`arn:${partition}:iam::111122223333:role/*`);
    expect(text).not.toContain('arn:aws:');
  });

  test('writes no partition into an environment-agnostic stack', () => {
    expect(JSON.stringify(ensuredIn().toJSON())).not.toMatch(/arn:aws[:-]/);
  });

  test('is byte-identical in every synth', () => {
    expect(JSON.stringify(ensuredIn().toJSON())).toBe(JSON.stringify(ensuredIn().toJSON()));
  });

  test('leaves one finding of AwsSolutions: the log groups of other APIs have no common name', () => {
    const app = new App();
    AccountLogRole.ensured().bindAccountLogRole(new Stack(app, 'Stack'));

    const { violations } = new AwsSolutionsChecks(app).validateScope(app);

    const findings = violations.map((violation) => [violation.ruleName, ...violation.violatingResources.map((resource) => resource.constructPath)]);
    expect(findings).toEqual([['AwsSolutions-IAM5[Resource::*]', 'Stack/ApiGatewayAccountLogRole/Role/Resource']]);
  });
});

describe('AccountLogRole.ensured with a role', () => {
  const arn = 'arn:aws-cn:iam::111122223333:role/api-gateway-logs';

  test('makes no role of its own, and may pass only the one given', () => {
    const stack = new Stack(new App(), 'Stack');
    const role = iam.Role.fromRoleArn(stack, 'Given', arn);

    expect(AccountLogRole.ensured({ role }).bindAccountLogRole(stack).role).toBe(role);

    const template = Template.fromStack(stack);
    expect(logRoles(template)).toEqual([]);
    template.hasResourceProperties('Custom::ApiGatewayAccountLogRole', { RoleArn: arn });
    template.hasResourceProperties('AWS::IAM::Role', {
      Policies: [{ PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: 'iam:PassRole', Resource: arn })]) } }],
    });
  });

  test('waits until the policies of the role are attached', () => {
    const stack = new Stack(new App(), 'Stack');
    const role = new iam.Role(stack, 'Given', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['logs:PutLogEvents'], resources: ['*'] }));

    AccountLogRole.ensured({ role }).bindAccountLogRole(stack);

    const template = Template.fromStack(stack);
    const [policy] = Object.keys(template.findResources('AWS::IAM::Policy'));
    template.hasResource('Custom::ApiGatewayAccountLogRole', { DependsOn: Match.arrayWith([policy]) });
  });

  test('takes the same role again, imported twice or known only at deployment', () => {
    const stack = new Stack(new App(), 'Stack');
    const token = Token.asString({ Ref: 'LogRoleArn' });

    for (const id of ['One', 'Two']) {
      AccountLogRole.ensured({ role: iam.Role.fromRoleArn(stack, id, token) }).bindAccountLogRole(stack);
    }

    Template.fromStack(stack).resourceCountIs('Custom::ApiGatewayAccountLogRole', 1);
  });

  test('fails when the stack already ensures a role of its own, and leaves that one', () => {
    const stack = new Stack(new App(), 'Stack');
    AccountLogRole.ensured().bindAccountLogRole(stack);
    const role = iam.Role.fromRoleArn(stack, 'Given', arn);

    expect(() => AccountLogRole.ensured({ role }).bindAccountLogRole(stack)).toThrow(
      'AccountLogRole.ensured() was given role \'Stack/Given\' where stack \'Stack\' already ensures a role of its own, '
      + 'but an account has one log role per region; write the same AccountLogRole.ensured() for every API of the stack',
    );
    expect(logRoles(Template.fromStack(stack))).toHaveLength(1);
  });

  test('fails when the stack already ensures another role', () => {
    const stack = new Stack(new App(), 'Stack');
    AccountLogRole.ensured({ role: iam.Role.fromRoleArn(stack, 'Given', arn) }).bindAccountLogRole(stack);

    expect(() => AccountLogRole.ensured().bindAccountLogRole(stack)).toThrow(
      'was given a role of its own where stack \'Stack\' already ensures role \'Stack/Given\'',
    );
  });
});

describe('AccountLogRole.managedElsewhere', () => {
  test('makes nothing and gives a stage nothing to wait for', () => {
    const stack = new Stack(new App(), 'Stack');

    expect(AccountLogRole.managedElsewhere('the platform stack sets it').bindAccountLogRole(stack)).toEqual({});

    expect(Template.fromStack(stack).toJSON()).not.toHaveProperty('Resources');
  });

  test('acknowledges the rule with its reason, on the API alone', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = new Construct(stack, 'Api');

    AccountLogRole.managedElsewhere('the platform stack sets it').bindAccountLogRole(api);

    const acknowledged = ({ node }: Construct) => node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .map(({ data }) => data as unknown);
    expect(acknowledged(api)).toEqual([{ 'Gatehouse::Gatehouse-account-log-role-missing': 'the platform stack sets it' }]);
    expect(acknowledged(stack)).toEqual([]);
  });

  test.each([[''], ['  ']])('fails without a reason: \'%s\'', (reason) => {
    expect(() => AccountLogRole.managedElsewhere(reason)).toThrow('AccountLogRole.managedElsewhere() was given an empty reason');
  });
});

describe('the bundled handler', () => {
  test('answers a deletion without calling anything', async () => {
    const { handler } = jest.requireActual<{ handler(event: object): Promise<object> }>(bundle);

    expect(await handler({ RequestType: 'Delete', ResourceProperties: { RoleArn: 'arn' } })).toEqual({});
  });

  test('holds no path of the machine that made it, and no AWS client: Lambda has them', () => {
    const text = readFileSync(bundle, 'utf8');

    expect(text).not.toContain(path.join(__dirname, '..', '..'));
    expect(text).toContain('require("@aws-sdk/client-api-gateway")');
    expect(text.length).toBeLessThan(20_000);
  });
});
