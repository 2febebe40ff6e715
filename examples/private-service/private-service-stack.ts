import {
  CfnOutput, Duration, Stack, StackProps, Validations,
  aws_apigatewayv2 as apigatewayv2, aws_certificatemanager as acm, aws_cloudwatch_actions as actions,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic';
import { QuoteService } from './quote-service';
import { ServiceDomain, hostedZoneOf } from './service-domain';
import { ServiceNetwork } from './service-network';
import { ServiceUsers } from './service-users';
import { Authorizer, Integration, JwtAuthorizerOptions, LeanHttpApi, WebAcl, WebAclMode } from 'cdk-gatehouse';

export interface PrivateServiceStackProps extends StackProps {
  readonly domain: ServiceDomain;
  /** For the domain's name, in us-east-1. */
  readonly edgeCertificate: acm.ICertificate;
  /** The one origin whose pages may call the API. */
  readonly webOrigin: string;
  /** Whose tokens count, where there is an identity provider already; else the stack has a user pool. */
  readonly issuer?: JwtAuthorizerOptions;
  /** Who is told of alarms, after confirming the subscription. */
  readonly alarmEmail?: string;
}

/**
 * Callers reach CloudFront, CloudFront reaches the API, the API reaches the load balancer; and nobody reaches the next one in any other way.
 */
export class PrivateServiceStack extends Stack {
  constructor(scope: Construct, id: string, props: PrivateServiceStackProps) {
    super(scope, id, props);
    const { domainName } = props.domain;
    const hostedZone = hostedZoneOf(this, props.domain);
    const alarmTopic = new AlarmTopic(this, 'AlarmTopic', { email: props.alarmEmail });
    const alarmAction = new actions.SnsAction(alarmTopic.topic);

    const { vpc } = new ServiceNetwork(this, 'Network');
    // Nobody resolves this name: API Gateway asks for it in the TLS handshake and holds the certificate against it.
    const secureServerName = `internal.${domainName}`;
    const certificate = new acm.Certificate(this, 'Certificate', { domainName: secureServerName, validation: acm.CertificateValidation.fromDns(hostedZone) });
    const service = new QuoteService(this, 'Quotes', { vpc, certificate, alarmAction });

    const users = props.issuer ? undefined : new ServiceUsers(this, 'Users', { callbackUrl: props.webOrigin });
    const api = new LeanHttpApi(this, 'Api', {
      apiName: 'private-service',
      description: 'Products and quotes',
      authorizer: props.issuer ? Authorizer.jwt(props.issuer) : Authorizer.userPool(users!.userPool, { clients: users!.clients }),
      defaultScopes: ['quotes/read'],
      cors: { allowOrigins: [props.webOrigin], maxAge: Duration.hours(2) },
      throttle: { rateLimit: 100, burstLimit: 200 },
      alarms: { actions: [alarmAction], okActions: [alarmAction] },
      cloudFront: {
        domainNames: [domainName],
        certificate: props.edgeCertificate,
        hostedZone,
        // Nobody calls yet whom a rule could surprise; in front of an API with callers start with WebAclMode.COUNT.
        webAcl: WebAcl.managed({ mode: WebAclMode.BLOCK, rate: { requests: 1_000 } }),
        behaviors: { '/products*': { ttl: Duration.minutes(1), perCaller: true } },
      },
    });

    // The service reads no tokens: it is told who calls, whatever a caller says there.
    const asCaller = new apigatewayv2.ParameterMapping()
      .overwriteHeader('x-caller', apigatewayv2.MappingValue.contextVariable('authorizer.sub'))
      .overwriteHeader('x-request-id', apigatewayv2.MappingValue.contextVariable('requestId'));
    const quotes = Integration.privateAlb(service.listener, { secureServerName, requestMapping: asCaller, timeout: Duration.seconds(10) });

    api.addRoute('GET /products', { operationName: 'listProducts', description: 'All products.', integration: quotes });
    api.addRoute('GET /products/{id}', { operationName: 'readProduct', description: 'One product.', integration: quotes });
    api.addRoute('POST /quotes', {
      operationName: 'quote',
      description: 'Says what so many of a product cost the caller.',
      integration: quotes,
      scopes: ['quotes/write'],
      throttle: { rateLimit: 20, burstLimit: 40 },
    });
    api.addRoute('GET /health', {
      operationName: 'health',
      description: 'Whether the service answers.',
      integration: Integration.privateAlb(service.listener, { secureServerName, timeout: Duration.seconds(10) }),
      authorizer: Authorizer.none('monitors outside ask whether the service is there, and hold no token; the answer says nothing else'),
    });

    this.acknowledgeFindings(api);
    this.output({
      Url: api.cloudFront!.url,
      OriginUrl: api.url,
      ApiId: api.httpApi.apiId,
      AccessLogGroup: api.accessLogGroup.logGroupName,
      CloudFrontLogBucket: api.cloudFront!.accessLogBucket.bucketName,
      ServiceLogGroup: service.logGroup.logGroupName,
      OriginSecretArn: api.cloudFront!.originSecret!.secretArn,
      ...users && { TokenUrl: users.tokenUrl, UserPoolId: users.userPool.userPoolId, MachineClientId: users.machineClient.userPoolClientId },
    });
  }

  /** Written out, so that nobody has to ask the account. */
  public get availabilityZones(): string[] {
    return [`${this.region}a`, `${this.region}b`];
  }

  /** What cannot be done otherwise, or is meant to be as it is. */
  private acknowledgeFindings(api: LeanHttpApi): void {
    const { distribution, accessLogBucket } = api.cloudFront!;
    Validations.of(distribution).acknowledge({
      id: 'AwsSolutions::AwsSolutions-CFR1',
      reason: 'Customers ask for quotes from wherever they are; a token decides who may, not a country.',
    });
    Validations.of(accessLogBucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'The bucket holds a log that CloudFront writes and nobody serves from; a log about the log would hold those writes.',
    });
  }

  private output(values: { [name: string]: string }): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
