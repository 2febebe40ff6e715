import {
  CfnOutput, Duration, Stack, StackProps, Validations,
  aws_apigateway as apigateway, aws_certificatemanager as acm, aws_cloudwatch_actions as actions, aws_dynamodb as dynamodb, aws_route53 as route53,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic';
import { EventFunction } from './event-function';
import { eventSchema } from './event-schema';
import { EventUsers } from './event-users';
import { AccessLogFields, AccountLogRole, ApiDomainOptions, Authorizer, CacheSize, GovernedRestApi, Integration } from 'cdk-gatehouse';

const RELEASES = ['stable', 'canary', 'promoted'] as const;

/**
 * Where the feature 'receipts' is in its release: for nobody yet, for a tenth of the requests, for everyone.
 */
export type Release = typeof RELEASES[number];

/**
 * @throws when there is no such step
 */
export function releaseNamed(name: string): Release {
  const release = RELEASES.find((known) => known === name);
  if (release === undefined) throw new Error(`release '${name}' is no step of a release; write one of ${RELEASES.join(', ')}`);
  return release;
}

export interface MeteredEventsDomain {
  readonly domainName: string;
  readonly hostedZoneName: string;
  readonly hostedZoneId: string;
}

export interface MeteredEventsStackProps extends StackProps {
  /** The one origin whose pages may call the API. */
  readonly webOrigin: string;
  readonly domain?: MeteredEventsDomain;
  /** Who is told of alarms, after confirming the subscription. */
  readonly alarmEmail?: string;
  readonly release: Release;
  /** The deployment that requests outside of the canary keep, when the change is in the API itself. */
  readonly baseDeploymentId?: string;
}

/**
 * `POST /events` stores an event, `GET /events/{id}` reads it back: validated, authorized, metered, cached and released step by step.
 */
export class MeteredEventsStack extends Stack {
  constructor(scope: Construct, id: string, props: MeteredEventsStackProps) {
    super(scope, id, props);

    const table = new dynamodb.TableV2(this, 'Events', {
      partitionKey: { name: 'owner', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      encryption: dynamodb.TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
    });
    const environment = { TABLE_NAME: table.tableName, ALLOWED_ORIGIN: props.webOrigin };
    const storeEvent = new EventFunction(this, 'StoreEvent', { source: 'store-event.ts', environment });
    const readEvent = new EventFunction(this, 'ReadEvent', { source: 'read-event.ts', environment });
    table.grant(storeEvent.handler, 'dynamodb:PutItem');
    table.grant(readEvent.handler, 'dynamodb:GetItem');

    const users = new EventUsers(this, 'Users', { callbackUrl: props.webOrigin });
    const alarmTopic = new AlarmTopic(this, 'AlarmTopic', { email: props.alarmEmail });
    const alarmAction = new actions.SnsAction(alarmTopic.topic);

    const api = new GovernedRestApi(this, 'Api', {
      apiName: 'metered-events',
      description: 'Stores events and reads them back',
      authorizer: Authorizer.userPool(users.userPool),
      cors: { allowOrigins: [props.webOrigin], maxAge: Duration.hours(2) },
      cache: { size: CacheSize.GB_0_5 },
      accessLog: { format: AccessLogFields.rest().withFields({ isCanary: '$context.isCanaryRequest' }) },
      alarms: { actions: [alarmAction], okActions: [alarmAction] },
      domain: props.domain && this.domain(props.domain),
      stageVariables: { receipts: props.release === 'promoted' ? 'on' : 'off' },
      canary: props.release !== 'canary' ? undefined : {
        percentTraffic: 10,
        baseDeploymentId: props.baseDeploymentId,
        stageVariables: { receipts: 'on' },
        // Receipts change no answer to GET, so both sides can share the cache; another deployment may change any.
        useStageCache: props.baseDeploymentId === undefined,
      },
    });

    api.addRoute('POST /events', {
      operationName: 'storeEvent',
      description: 'Stores an event under the id that its sender chose; sending it again changes nothing.',
      integration: Integration.lambdaFunction(storeEvent.handler),
      scopes: ['events/write'],
      apiKeyRequired: true,
      request: { body: eventSchema },
    });
    api.addRoute('GET /events/{id}', {
      operationName: 'readEvent',
      description: 'Reads an event of the caller.',
      integration: Integration.lambdaFunction(readEvent.handler),
      scopes: ['events/read'],
      apiKeyRequired: true,
      // An event is its sender's own, so the id alone must not be the key.
      cache: { ttl: Duration.seconds(60), perCaller: true },
    });

    const trial = api.addUsagePlan('trial', {
      description: 'For trying the API out',
      throttle: { rateLimit: 5, burstLimit: 10 },
      quota: { limit: 200, period: apigateway.Period.DAY },
    });
    const key = trial.addApiKey('acme');

    this.acknowledgeFindings();
    if (!props.domain) {
      Validations.of(api).acknowledge({ id: 'Gatehouse::Gatehouse-no-custom-domain', reason: 'Deployed without a domain name, as whoever tries the example out does.' });
    }
    this.output({
      Url: api.url,
      RestApiId: api.restApi.restApiId,
      TokenUrl: users.tokenUrl,
      UserPoolId: users.userPool.userPoolId,
      MachineClientId: users.machineClient.userPoolClientId,
      ApiKeyId: key.keyId,
      UsagePlanId: trial.usagePlan.usagePlanId,
    });
  }

  private domain({ domainName, hostedZoneName, hostedZoneId }: MeteredEventsDomain): ApiDomainOptions {
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', { zoneName: hostedZoneName, hostedZoneId });
    const certificate = new acm.Certificate(this, 'Certificate', { domainName, validation: acm.CertificateValidation.fromDns(hostedZone) });
    return { domainName, certificate, hostedZone };
  }

  /** What cannot be done otherwise, each where it is. The two functions say theirs themselves. */
  private acknowledgeFindings(): void {
    const { role } = AccountLogRole.ensured().bindAccountLogRole(this);
    Validations.of(role!).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'The rights of AmazonAPIGatewayPushToCloudWatchLogs: the role writes the logs of every API of the account in this region, in groups that this stack cannot name.',
    });
  }

  private output(values: { [name: string]: string }): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
