import { aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { IRouteIntegration } from '../integrations/integration-contract';

/** What keeps sessions is made of. */
export interface KeptSessions {
  /** What answers `$connect`. */
  readonly connect: IRouteIntegration;
  /** What answers `$disconnect`. */
  readonly disconnect: IRouteIntegration;
  readonly table: dynamodb.ITable;
  /** Whether what a connection has joined goes with it. */
  readonly keepsRooms: boolean;
}

/**
 * A way of keeping track of who is connected.
 */
export interface SessionKeeper {
  /** Makes what it takes under the API. */
  bind(api: Construct): KeptSessions;

  /**
   * @throws when clients who are let in like this could not be connected
   */
  checkAuthorizer(authorizer: RouteAuthorizerConfig): void;
}
