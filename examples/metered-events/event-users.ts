import { Aws, Duration, Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export interface EventUsersProps {
  /** Where people are sent after they have signed in. */
  readonly callbackUrl: string;
}

/**
 * Who may call: people, who sign in with a second factor, and programs, which have a client of their own. Both get access tokens with scopes.
 */
export class EventUsers extends Construct {
  public readonly userPool: cognito.UserPool;
  public readonly machineClient: cognito.UserPoolClient;
  public readonly tokenUrl: string;

  constructor(scope: Construct, id: string, props: EventUsersProps) {
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
      deletionProtection: true,
    });

    const write = new cognito.ResourceServerScope({ scopeName: 'write', scopeDescription: 'Store events' });
    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'Read one\'s own events' });
    const server = this.userPool.addResourceServer('Scopes', { identifier: 'events', scopes: [write, read] });
    const scopes = [write, read].map((one) => cognito.OAuthScope.resourceServer(server, one));

    this.machineClient = this.userPool.addClient('Machine', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes },
      accessTokenValidity: Duration.hours(1),
    });
    this.userPool.addClient('Web', {
      oAuth: { flows: { authorizationCodeGrant: true }, scopes: [cognito.OAuthScope.OPENID, ...scopes], callbackUrls: [props.callbackUrl] },
      accessTokenValidity: Duration.minutes(15),
      preventUserExistenceErrors: true,
    });

    // A prefix is taken once in a region, by whichever account comes first.
    const domain = this.userPool.addDomain('SignIn', { cognitoDomain: { domainPrefix: `metered-events-${Aws.ACCOUNT_ID}` } });
    this.tokenUrl = `https://${domain.domainName}.auth.${Stack.of(this).region}.amazoncognito.com/oauth2/token`;
  }
}
