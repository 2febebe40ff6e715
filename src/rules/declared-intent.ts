/**
 * What no template says of the APIs and only their owner knows. Undeclared, a rule that needs it is silent or a warning.
 */
export interface DeclaredIntent {
  /**
   * Whether the APIs serve production.
   *
   * @default - not declared
   */
  readonly production?: boolean;

  /**
   * Whether anybody on the internet may find the APIs.
   *
   * @default - not declared
   */
  readonly publicApis?: boolean;

  /**
   * The largest body that callers send, in bytes.
   *
   * @default - not declared
   */
  readonly largestBodyBytes?: number;

  /**
   * Whether the policies that Lambda authorizers of REST APIs answer with cover the whole API, so that they may be remembered for every path.
   *
   * @default - not declared
   */
  readonly authorizersAllowWholeApi?: boolean;

  /**
   * Whether callers prove who they are by a session cookie.
   *
   * @default - not declared
   */
  readonly sessionCookies?: boolean;

  /**
   * Whether browsers call the APIs.
   *
   * @default - not declared
   */
  readonly browserClients?: boolean;

  /**
   * Whether the accounts have a role with which API Gateway writes logs, set elsewhere than in these templates.
   *
   * @default - not declared
   */
  readonly accountLogRole?: boolean;

  /**
   * Whether what callers send must be masked in the logs.
   *
   * @default - not declared
   */
  readonly sensitiveData?: boolean;

  /**
   * Whether every call counts for the usage plan of its caller, who sends an API key. HTTP APIs cannot do that.
   *
   * @default - not declared
   */
  readonly metered?: boolean;

  /**
   * Numbers of other accounts whose identities call the APIs with signed requests.
   *
   * @default - none declared
   */
  readonly consumerAccounts?: string[];

  /**
   * Whether public APIs are called, by their own names, from the VPCs that have endpoints for private ones.
   *
   * @default - not declared
   */
  readonly vpcsCallPublicApis?: boolean;

  /**
   * Whether the APIs run in several places, regions for instance, between which something decides.
   *
   * @default - not declared
   */
  readonly multiRegion?: boolean;

  /**
   * Whether clients of WebSocket APIs send messages that are no text.
   *
   * @default - not declared
   */
  readonly binaryMessages?: boolean;
}
