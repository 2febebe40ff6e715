import { Aws, Duration, Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';

export interface ChatUsersProps {
  /** Where people are sent after they have signed in and out. */
  readonly pageUrl: string;
}

/**
 * Who may connect: people with a name that an administrator gave them, who sign in with a second factor. A group of theirs is a room of theirs.
 */
export class ChatUsers extends Construct {
  public readonly userPool: cognito.UserPool;
  public readonly pageClient: cognito.UserPoolClient;
  public readonly scope = 'chat/use';
  /** Where the page signs people in. */
  public readonly signInUrl: string;

  constructor(scope: Construct, id: string, props: ChatUsersProps) {
    super(scope, id);
    this.userPool = new cognito.UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      // Others see the user name: it is one person's alone, and never changes.
      signInAliases: { username: true, email: true },
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
    this.userPool.addGroup('Crew', { groupName: 'crew', description: 'People who may enter the room of the same name' });

    const use = new cognito.ResourceServerScope({ scopeName: 'use', scopeDescription: 'Chat' });
    const server = this.userPool.addResourceServer('Scopes', { identifier: 'chat', scopes: [use] });
    // A page can keep no secret; instead it proves by PKCE that it asks for tokens of a sign-in of its own.
    this.pageClient = this.userPool.addClient('Page', {
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.resourceServer(server, use)],
        callbackUrls: [props.pageUrl],
        logoutUrls: [props.pageUrl],
      },
      accessTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(12),
      preventUserExistenceErrors: true,
    });

    // A prefix is taken once in a region, by whichever account comes first.
    const domain = this.userPool.addDomain('SignIn', { cognitoDomain: { domainPrefix: `gatehouse-chat-${Aws.ACCOUNT_ID}` } });
    this.signInUrl = `https://${domain.domainName}.auth.${Stack.of(this).region}.amazoncognito.com`;
  }
}
