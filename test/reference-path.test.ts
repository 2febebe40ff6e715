import { App, CfnOutput, CfnResource, Fn, IResolvable, Lazy, NestedStack, ReferenceStrength, Stack, Token, aws_iam as iam, aws_lambda as lambda, aws_sns as sns } from 'aws-cdk-lib';
import { Construct, DependencyGroup, IConstruct } from 'constructs';
import { describeNeed, findReferencePath } from '../src/reference-path';

const l1 = (construct: IConstruct): CfnResource => construct.node.defaultChild as CfnResource;
const paths = (path: IConstruct[] | undefined) => path?.map((construct) => construct.node.path);
const topic = (scope: Construct, id: string) => new CfnResource(scope, id, { type: 'AWS::SNS::Topic' });
const holder = (scope: Construct, id: string, held: unknown) => new CfnResource(scope, id, { type: 'AWS::SNS::Topic', properties: { Held: held } });

function functionIn(scope: Construct, id: string, more: Partial<lambda.FunctionProps> = {}): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({});'),
    ...more,
  });
}

describe('findReferencePath', () => {
  describe.each<[string, (target: CfnResource) => unknown]>([
    ['Ref', (target) => target.ref],
    ['GetAtt', (target) => target.getAtt('Arn')],
    ['a GetAtt as a string', (target) => target.getAtt('Arn').toString()],
    ['part of a string', (target) => `https://${target.ref}.example.com/`],
    ['Fn::Sub with a variable', (target) => Fn.sub('${x}', { x: target.ref })],
    ['a lazy value', (target) => Lazy.string({ produce: () => target.ref })],
    ['a list', (target) => ['a', { b: [target.ref] }]],
    ['a list token', (target) => Token.asList(target.getAtt('Names'))],
    ['a number token', (target) => Token.asNumber(target.getAtt('Size'))],
  ])('through %s', (_spelling, held) => {
    test('finds it in the properties, in one stack and across stacks', () => {
      const app = new App();
      const stack = new Stack(app, 'A');
      const target = topic(stack, 'Target');
      const near = holder(stack, 'Near', held(target));
      const far = holder(new Stack(app, 'B'), 'Far', held(target));

      expect(paths(findReferencePath([near], (c) => c === target))).toEqual(['A/Near', 'A/Target']);
      expect(paths(findReferencePath([far], (c) => c === target))).toEqual(['B/Far', 'A/Target']);
    });

    test('finds it in metadata and in an override', () => {
      const stack = new Stack(new App(), 'A');
      const target = topic(stack, 'Target');
      const withMetadata = topic(stack, 'Metadata');
      withMetadata.addMetadata('held', held(target));
      const overridden = topic(stack, 'Override');
      overridden.addPropertyOverride('Held', held(target));

      expect(paths(findReferencePath([withMetadata], (c) => c === target))).toEqual(['A/Metadata', 'A/Target']);
      expect(paths(findReferencePath([overridden], (c) => c === target))).toEqual(['A/Override', 'A/Target']);
    });
  });

  test('finds the shortest of several chains', () => {
    const stack = new Stack(new App(), 'A');
    const target = topic(stack, 'Target');
    const two = holder(stack, 'Two', target.ref);
    const one = holder(stack, 'One', two.ref);
    const start = holder(stack, 'Start', [one.ref, two.ref]);

    expect(paths(findReferencePath([start], (c) => c === target))).toEqual(['A/Start', 'A/Two', 'A/Target']);
  });

  test('begins its path with the start that has the shortest chain', () => {
    const stack = new Stack(new App(), 'A');
    const target = topic(stack, 'Target');
    const direct = holder(stack, 'Direct', target.ref);
    const innocent = topic(stack, 'Innocent');

    expect(paths(findReferencePath([innocent, direct], (c) => c === target))).toEqual(['A/Direct', 'A/Target']);
  });

  test('finds nothing against the direction of a reference', () => {
    const stack = new Stack(new App(), 'A');
    const target = holder(stack, 'Target', 'literal');
    const start = topic(stack, 'Start');
    target.addPropertyOverride('Held', start.ref);

    expect(findReferencePath([start], (c) => c === target)).toBeUndefined();
  });

  test('ends on references that go round, and finds the way back to the start', () => {
    const stack = new Stack(new App(), 'A');
    const one = topic(stack, 'One');
    const two = holder(stack, 'Two', one.ref);
    one.addPropertyOverride('Held', two.ref);

    expect(findReferencePath([one], () => false)).toBeUndefined();
    expect(paths(findReferencePath([one], (c) => c === one))).toEqual(['A/One', 'A/Two', 'A/One']);
  });

  test('takes a construct that is no L1 for the L1s under it', () => {
    const stack = new Stack(new App(), 'A');
    const target = topic(stack, 'Target');
    const group = new Construct(stack, 'Group');
    holder(new Construct(group, 'Deep'), 'Held', target.ref);

    expect(paths(findReferencePath([group], (c) => c === target))).toEqual(['A/Group/Deep/Held', 'A/Target']);
  });

  test('does not take the account, region or id of a stack for a reference to its resources', () => {
    const app = new App();
    const stack = new Stack(app, 'A');
    const target = topic(stack, 'Target');
    const start = holder(new Stack(app, 'B'), 'Start', [stack.account, stack.region, stack.stackId]);

    expect(findReferencePath([start], (c) => c === target)).toBeUndefined();
  });

  test('finds a reference whose strength the consumer sets', () => {
    const app = new App();
    const target = topic(new Stack(app, 'A'), 'Target');
    const start = holder(new Stack(app, 'B'), 'Start', Stack.consumeReference(target.ref, ReferenceStrength.WEAK));

    expect(paths(findReferencePath([start], (c) => c === target))).toEqual(['B/Start', 'A/Target']);
  });

  test.each([['the same region', 'eu-west-1', true], ['another region, by its physical name', 'us-east-1', false]])(
    'knows whether an attribute of an L2 becomes a reference in %s', (_place, region, found) => {
      const app = new App();
      const env = { account: '111111111111' };
      const producer = new Stack(app, 'A', { env: { ...env, region: 'eu-west-1' } });
      const target = new sns.Topic(producer, 'Target', { topicName: 'known-by-name' });
      const consumer = new Stack(app, 'B', { env: { ...env, region } });
      const start = holder(consumer, 'Start', target.topicArn);

      expect(findReferencePath([start], (c) => c === l1(target)) !== undefined).toBe(found);
      expect(JSON.stringify(app.synth().getStackByName('B').template).includes('Fn::ImportValue')).toBe(found);
    });

  test('visits nothing that is not reached', () => {
    const stack = new Stack(new App(), 'A');
    let produced = 0;
    const target = holder(stack, 'Target', Lazy.string({ produce: () => `${(produced += 1)}` }));
    holder(stack, 'Stranger', Lazy.string({ produce: () => `${(produced += 1)}` }));
    const start = holder(stack, 'Start', target.ref);

    expect(findReferencePath([start], (c) => c === target)).toBeDefined();
    expect(produced).toBe(0);
  });

  test('resolves each construct once, however many chains lead to it', () => {
    const stack = new Stack(new App(), 'A');
    let produced = 0;
    let layer = [holder(stack, 'Bottom', Lazy.uncachedString({ produce: () => `${(produced += 1)}` }))];
    for (let depth = 0; depth < 5; depth += 1) {
      layer = ['Left', 'Right'].map((side) => holder(stack, `${side}${depth}`, layer.map((below) => below.ref)));
    }

    expect(findReferencePath(layer, () => false)).toBeUndefined();
    expect(produced).toBe(1);
  });

  describe('dependencies', () => {
    test.each<[string, (start: CfnResource, target: CfnResource) => void]>([
      ['addResourceDependency', (start, target) => start.addResourceDependency(target)],
      ['node.addDependency', (start, target) => start.node.addDependency(target)],
      ['node.addDependency on the scope around it', (start, target) => start.node.scope!.node.addDependency(target)],
      ['node.addDependency on what contains the target', (start, target) => start.node.addDependency(target.node.scope!)],
      ['a dependency group', (start, target) => start.node.addDependency(new DependencyGroup(target))],
    ])('are followed: %s', (_name, depend) => {
      const app = new App();
      for (const id of ['Same', 'Other']) {
        const stack = new Stack(app, id);
        const target = topic(new Construct(stack, 'TargetScope'), 'Target');
        const start = topic(new Construct(id === 'Same' ? stack : new Stack(app, 'Start'), 'StartScope'), 'Start');
        depend(start, target);

        const path = findReferencePath([start], (c) => c === target);

        expect(path?.[0]).toBe(start);
        expect(path?.at(-1)).toBe(target);
        expect(path).toHaveLength(2);
      }
    });

    test('of a function lead to its role and the policy of the role', () => {
      const app = new App();
      const stack = new Stack(app, 'A');
      const target = new sns.Topic(stack, 'Topic');
      const fn = functionIn(stack, 'Fn');
      target.grantPublish(fn);

      expect(paths(findReferencePath([l1(fn)], (c) => c === l1(target))))
        .toEqual(['A/Fn/Resource', 'A/Fn/ServiceRole/DefaultPolicy/Resource', 'A/Topic/Resource']);
    });

    test('of a function lead to the policy of a role in another stack', () => {
      const app = new App();
      const target = new sns.Topic(new Stack(app, 'A'), 'Topic');
      const role = new iam.Role(new Stack(app, 'Roles'), 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      const fn = functionIn(new Stack(app, 'B'), 'Fn', { role });
      target.grantPublish(fn);

      expect(paths(findReferencePath([l1(fn)], (c) => c === l1(target))))
        .toEqual(['B/Fn/Resource', 'Roles/Role/DefaultPolicy/Resource', 'A/Topic/Resource']);
    });

    test('of a function do not lead to its permissions, which wait for the function', () => {
      const stack = new Stack(new App(), 'A');
      const target = new sns.Topic(stack, 'Topic');
      const fn = functionIn(stack, 'Fn');
      fn.addPermission('FromTopic', { principal: new iam.ServicePrincipal('sns.amazonaws.com'), sourceArn: target.topicArn });

      expect(findReferencePath([l1(fn)], (c) => c === l1(target))).toBeUndefined();
    });
  });

  describe('nested stacks', () => {
    test('are entered and left', () => {
      const stack = new Stack(new App(), 'A');
      const target = topic(stack, 'Target');
      const inside = holder(new NestedStack(stack, 'Nested'), 'Inside', target.ref);
      const start = holder(stack, 'Start', inside.ref);

      expect(paths(findReferencePath([inside], (c) => c === target))).toEqual(['A/Nested/Inside', 'A/Target']);
      expect(paths(findReferencePath([start], (c) => c === target))).toEqual(['A/Start', 'A/Nested/Inside', 'A/Target']);
    });

    test('wait as a whole for what one member takes from outside', () => {
      const stack = new Stack(new App(), 'A');
      const target = topic(stack, 'Target');
      const nested = new NestedStack(stack, 'Nested');
      const innocent = topic(nested, 'Innocent');
      const guilty = holder(new NestedStack(nested, 'Deeper'), 'Guilty', target.ref);

      const path = findReferencePath([innocent], (c) => c === target);

      expect(path).toEqual([innocent, nested.nestedStackResource, guilty, target]);
      expect(describeNeed(path![0], path![1])).toBe('part of the nested stack');
      expect(describeNeed(path![1], path![2])).toBe('contains');
      expect(describeNeed(path![2], path![3])).toBe('Held');
    });

    test('do not make neighbours inside of one depend on each other', () => {
      const nested = new NestedStack(new Stack(new App(), 'A'), 'Nested');
      const target = topic(nested, 'Target');
      holder(nested, 'Neighbour', target.ref);
      const start = topic(nested, 'Start');

      expect(findReferencePath([start], (c) => c === target)).toBeUndefined();
    });

    test('keep their inner references when they were left before', () => {
      const stack = new Stack(new App(), 'A');
      const nested = new NestedStack(stack, 'Nested');
      const target = topic(nested, 'Target');
      const member = holder(nested, 'Member', [target.ref, topic(stack, 'Outside').ref]);
      const innocent = topic(nested, 'Innocent');
      const late = holder(stack, 'Late', holder(stack, 'Later', holder(stack, 'Latest', member.ref).ref).ref);

      expect(findReferencePath([innocent, late], (c) => c === target)?.slice(-2)).toEqual([member, target]);
    });

    test('are followed when a construct depends on one as a whole', () => {
      const stack = new Stack(new App(), 'A');
      const target = topic(stack, 'Target');
      const nested = new NestedStack(stack, 'Nested');
      const inside = holder(nested, 'Inside', target.ref);
      const start = topic(stack, 'Start');
      start.node.addDependency(nested);

      expect(findReferencePath([start], (c) => c === target)).toEqual([start, nested.nestedStackResource, inside, target]);
    });
  });

  describe('odd tokens', () => {
    const throwing: IResolvable = { creationStack: [], resolve: () => { throw new Error('not before deployment'); }, toString: () => 'x' };

    test('that throw hide nothing beside them', () => {
      const stack = new Stack(new App(), 'A');
      const target = topic(stack, 'Target');
      const start = holder(stack, 'Start', [throwing, target.ref]);

      expect(paths(findReferencePath([start], (c) => c === target))).toEqual(['A/Start', 'A/Target']);
    });

    test.each<[string, () => unknown]>([
      ['throw', () => throwing],
      ['throw in a string', () => `x-${Token.asString(throwing)}`],
      ['hold a function', () => ({ f: () => 1 })],
      ['resolve to themselves', () => { const round: Record<string, unknown> = {}; round.round = round; return round; }],
      ['hold a construct', () => new Construct(new App(), 'Lost')],
      ['are a list in a scalar place', () => Token.asList(throwing)[0]],
    ])('that %s count as no reference', (_name, odd) => {
      const stack = new Stack(new App(), 'A');
      const start = holder(stack, 'Start', odd());

      expect(findReferencePath([start], () => true)).toBeUndefined();
    });

    test('leave a function and an imported function without a reference', () => {
      const stack = new Stack(new App(), 'A');
      const imported = lambda.Function.fromFunctionArn(stack, 'Imported', Fn.importValue('elsewhere'));

      expect(findReferencePath([imported], () => true)).toBeUndefined();
    });
  });

  test('leaves the app as it was: no exports, and the same template', () => {
    const build = (search: boolean) => {
      const app = new App();
      const producer = new Stack(app, 'Producer');
      const target = new sns.Topic(producer, 'Target');
      const consumer = new Stack(app, 'Consumer');
      const fn = functionIn(consumer, 'Fn', { environment: { TOPIC: target.topicArn } });
      const nested = new NestedStack(consumer, 'Nested');
      const inside = holder(nested, 'Inside', target.topicArn);
      if (search) {
        expect(findReferencePath([l1(fn), inside], (c) => c === l1(target))).toBeDefined();
        expect(findReferencePath([l1(fn), inside], () => false)).toBeUndefined();
        expect(producer.node.tryFindChild('Exports')).toBeUndefined();
        // What comes later still gets in.
        fn.addEnvironment('LATE', 'yes');
        target.grantPublish(fn);
      } else {
        fn.addEnvironment('LATE', 'yes');
        target.grantPublish(fn);
      }
      const assembly = app.synth();
      return [assembly.getStackByName('Producer').template, assembly.getStackByName('Consumer').template];
    };

    expect(build(true)).toEqual(build(false));
  });

  test('searches a chain of a thousand constructs in two seconds', () => {
    const stack = new Stack(new App(), 'A');
    let last = topic(stack, 'Target0');
    const first = last;
    for (let index = 1; index < 1000; index += 1) last = holder(stack, `Holder${index}`, [last.ref, first.ref]);

    const before = process.hrtime.bigint();
    expect(findReferencePath([last], () => false)).toBeUndefined();
    expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(2000);
  });
});

describe('describeNeed', () => {
  test('names the place in the words of the template', () => {
    const stack = new Stack(new App(), 'A');
    const target = topic(stack, 'Target');
    const fn = functionIn(stack, 'Fn', { environment: { apiUrl: `https://${target.ref}/` } });
    const policy = new iam.CfnPolicy(stack, 'Policy', {
      policyName: 'p',
      policyDocument: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['a:b'], resources: ['*', target.ref] })] }),
    });

    expect(describeNeed(l1(fn), target)).toBe('Environment.Variables.apiUrl');
    expect(describeNeed(policy, target)).toBe('PolicyDocument.Statement.0.Resource.1');
  });

  test('says DependsOn where there is nothing but the order', () => {
    const stack = new Stack(new App(), 'A');
    const target = topic(stack, 'Target');
    const start = topic(stack, 'Start');
    start.addResourceDependency(target);

    expect(describeNeed(start, target)).toBe('DependsOn');
  });

  test('says which metadata', () => {
    const stack = new Stack(new App(), 'A');
    const target = topic(stack, 'Target');
    const start = topic(stack, 'Start');
    start.addMetadata('held', target.ref);

    expect(describeNeed(start, target)).toBe('Metadata.held');
  });

  test('survives what cannot be resolved', () => {
    const stack = new Stack(new App(), 'A');
    const target = topic(stack, 'Target');
    const start = holder(stack, 'Start', { first: target.ref, then: () => 'a function' });

    expect(describeNeed(start, target)).toBe('Held.first');
  });

  test('names the place in an output', () => {
    const stack = new Stack(new App(), 'A');
    const target = topic(stack, 'Target');
    const output = new CfnOutput(stack, 'Output', { value: target.ref });

    expect(describeNeed(output, target)).toBe('Value');
  });
});
