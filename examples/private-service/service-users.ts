import { Aws, Duration, Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export interface ServiceUsersProps {
  /** Where people are sent after they have signed in. */
  readonly callbackUrl: string;
}

/**
 * Who may call, where no other issuer is named: people, who sign in with a second factor, and programs, which have a client of their own.
 */
export class ServiceUsers extends Construct {
  public readonly userPool: cognito.UserPool;
  public readonly machineClient: cognito.UserPoolClient;
  /** The app clients whose tokens count. */
  public readonly clients: cognito.UserPoolClient[];
  public readonly tokenUrl: string;

  constructor(scope: Construct, id: string, props: ServiceUsersProps) {
    super(scope, id);
    this.userPool = new cognito.UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(1),
      },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      featurePlan: cognito.FeaturePlan.PLUS,
      standardThreatProtectionMode: cognito.StandardThreatProtectionMode.FULL_FUNCTION,
    });

    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'See the products' });
    const write = new cognito.ResourceServerScope({ scopeName: 'write', scopeDescription: 'Ask for quotes' });
    const server = this.userPool.addResourceServer('Scopes', { identifier: 'quotes', scopes: [read, write] });
    const scopes = [read, write].map((one) => cognito.OAuthScope.resourceServer(server, one));

    this.machineClient = this.userPool.addClient('Machine', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes },
      accessTokenValidity: Duration.hours(1),
    });
    const web = this.userPool.addClient('Web', {
      oAuth: { flows: { authorizationCodeGrant: true }, scopes: [cognito.OAuthScope.OPENID, ...scopes], callbackUrls: [props.callbackUrl] },
      accessTokenValidity: Duration.minutes(15),
      preventUserExistenceErrors: true,
    });
    this.clients = [this.machineClient, web];

    // A prefix is taken once in a region, by whichever account comes first.
    const domain = this.userPool.addDomain('SignIn', { cognitoDomain: { domainPrefix: `private-service-${Aws.ACCOUNT_ID}` } });
    this.tokenUrl = `https://${domain.domainName}.auth.${Stack.of(this).region}.amazoncognito.com/oauth2/token`;
  }
}
