import { CfnOutput, Duration, Stack, StackProps, Validations, aws_cloudwatch_actions as actions } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic';
import { ApiUsers } from './api-users';
import { GreetFunction } from './greet-function';
import { Authorizer, Integration, LeanHttpApi, ThrottleLimits } from 'cdk-gatehouse';

const ACCESSES = ['everyone', 'users'] as const;

/**
 * Who may call: everyone, as in the first step, or holders of a token.
 */
export type Access = typeof ACCESSES[number];

/**
 * @throws when there is no such answer
 */
export function accessNamed(name: string): Access {
  const access = ACCESSES.find((known) => known === name);
  if (access === undefined) throw new Error(`access '${name}' does not say who may call; write one of ${ACCESSES.join(', ')}`);
  return access;
}

/**
 * A limit that came as text, as `cdk deploy -c` gives it.
 *
 * @throws when it is no number of requests
 */
export function limitNamed(name: string, value: string): number {
  if (!/^\d+$/.test(value)) throw new Error(`${name} is '${value}', which is no number of requests; write a whole one, as -c ${name}=50`);
  return Number(value);
}

export interface FirstHttpApiStackProps extends StackProps {
  readonly access: Access;
  /** Of all callers together. */
  readonly throttle: ThrottleLimits;
  /** The one origin whose pages may call the API. */
  readonly webOrigin: string;
  /** Who is told of alarms, after confirming the subscription. */
  readonly alarmEmail?: string;
}

/**
 * One function, one route, and what an API needs before it is let out of the house.
 */
export class FirstHttpApiStack extends Stack {
  constructor(scope: Construct, id: string, props: FirstHttpApiStackProps) {
    super(scope, id, props);
    const greet = new GreetFunction(this, 'Greet');
    const users = new ApiUsers(this, 'Users', { callbackUrl: props.webOrigin });
    const alarmTopic = new AlarmTopic(this, 'AlarmTopic', { email: props.alarmEmail });
    const alarmAction = new actions.SnsAction(alarmTopic.topic);

    const open = props.access === 'everyone';
    const api = new LeanHttpApi(this, 'Api', {
      apiName: 'first-http-api',
      description: 'Greets whoever calls',
      authorizer: open
        ? Authorizer.none('the first step of the exercise: the API greets, and knows nothing worth a token')
        : Authorizer.userPool(users.userPool, { clients: users.clients }),
      defaultScopes: open ? [] : [users.readScope],
      cors: { allowOrigins: [props.webOrigin], maxAge: Duration.hours(2) },
      throttle: props.throttle,
      alarms: { actions: [alarmAction], okActions: [alarmAction] },
    });

    api.addRoute('GET /hello', {
      operationName: 'greet',
      description: 'Greets the name in the query string, or the world.',
      integration: Integration.lambdaFunction(greet.handler),
    });

    this.acknowledgeFindings(api);
    this.output({
      Url: api.url,
      ApiId: api.httpApi.apiId,
      AccessLogGroup: api.accessLogGroup.logGroupName,
      TokenUrl: users.tokenUrl,
      UserPoolId: users.userPool.userPoolId,
      MachineClientId: users.machineClient.userPoolClientId,
    });
  }

  /** What the next examples add. */
  private acknowledgeFindings(api: LeanHttpApi): void {
    Validations.of(api).acknowledge(
      { id: 'Gatehouse::Gatehouse-no-custom-domain', reason: 'An exercise needs no domain; examples/private-service has one.' },
      { id: 'Gatehouse::Gatehouse-http-public-without-cloudfront-waf', reason: 'An exercise for an afternoon; examples/private-service stands behind CloudFront and AWS WAF.' },
    );
  }

  private output(values: { [name: string]: string }): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
