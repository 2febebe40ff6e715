import { Aws, Duration, Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export interface ApiUsersProps {
  /** Where people are sent after they have signed in. */
  readonly callbackUrl: string;
}

/**
 * Who may call: people, who sign in with a second factor, and programs, which have a client of their own. Both get access tokens with the scope.
 */
export class ApiUsers extends Construct {
  public readonly userPool: cognito.UserPool;
  /** The app clients whose tokens count: an HTTP API compares each token with them. */
  public readonly clients: cognito.UserPoolClient[];
  public readonly machineClient: cognito.UserPoolClient;
  public readonly readScope = 'greetings/read';
  public readonly tokenUrl: string;

  constructor(scope: Construct, id: string, props: ApiUsersProps) {
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

    const read = new cognito.ResourceServerScope({ scopeName: 'read', scopeDescription: 'Be greeted' });
    const server = this.userPool.addResourceServer('Scopes', { identifier: 'greetings', scopes: [read] });
    const scopes = [cognito.OAuthScope.resourceServer(server, read)];

    this.machineClient = this.userPool.addClient('Machine', {
      generateSecret: true,
      oAuth: { flows: { clientCredentials: true }, scopes },
      accessTokenValidity: Duration.hours(1),
    });
    const webClient = this.userPool.addClient('Web', {
      oAuth: { flows: { authorizationCodeGrant: true }, scopes: [cognito.OAuthScope.OPENID, ...scopes], callbackUrls: [props.callbackUrl] },
      accessTokenValidity: Duration.minutes(15),
      preventUserExistenceErrors: true,
    });
    this.clients = [this.machineClient, webClient];

    // A prefix is taken once in a region, by whichever account comes first.
    const domain = this.userPool.addDomain('SignIn', { cognitoDomain: { domainPrefix: `first-http-api-${Aws.ACCOUNT_ID}` } });
    this.tokenUrl = `https://${domain.domainName}.auth.${Stack.of(this).region}.amazoncognito.com/oauth2/token`;
  }
}
