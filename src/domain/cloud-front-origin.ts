import { Duration } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ApiCloudFront } from './cloud-front';
import { CloudFrontOptions } from './cloud-front-options';
import { BoundOriginLock, OriginLock } from './origin-lock';
import { OriginLockedRoutes } from '../authorizers/origin-locked';
import { BoundRoute } from '../bound-route';

interface OriginAddress {
  /** Where the API is, with a slash at its end: `https://...`, and `wss://...` for a WebSocket API. */
  readonly url: string;
  /** What makes callers meet the lock; undefined where API Gateway deploys by itself. */
  readonly deployment?: IConstruct;
  /** How long the API may take; undefined for what every API may. */
  readonly longestCall?: Duration;
  /** Whether answers depend on the page that asks. */
  readonly cors: boolean;
  /** The API's routes at synthesis, each with its own authorizer. */
  readonly routes: () => BoundRoute[];
}

/**
 * An API that is to stand behind CloudFront: its lock is there before its first route, CloudFront comes when all else is made.
 */
export class ApiOrigin {
  /** What lets requests through CloudFront alone; undefined where no authorizer does. */
  public readonly lockedRoutes?: OriginLockedRoutes;

  private readonly api: Construct;
  private readonly options: CloudFrontOptions;
  private readonly lock: BoundOriginLock;

  public constructor(api: Construct, options: CloudFrontOptions) {
    this.api = api;
    this.options = options;
    this.lock = originLockOf(options)._bindOriginLock(api);
    const { secret, checkedByOwnAuthorizers } = this.lock;
    this.lockedRoutes = secret && new OriginLockedRoutes(api, { secret, checkedByOwnAuthorizers });
  }

  public putCloudFront({ url, deployment, longestCall, cors, routes }: OriginAddress): ApiCloudFront {
    const [scheme, address] = url.split('://');
    const [originDomainName, ...path] = address.replace(/\/$/, '').split('/');
    const cloudFront = ApiCloudFront._of(this.api, 'CloudFront', {
      options: this.options,
      scheme,
      originDomainName,
      originPath: path.length > 0 ? `/${path.join('/')}` : undefined,
      longestCall,
      lock: this.lock,
      cors,
      routes,
    });
    // CloudFront sends the header everywhere before the API asks for it.
    if (this.lock.secret) deployment?.node.addDependency(cloudFront.distribution.node.defaultChild!);
    return cloudFront;
  }
}

/** What CloudFront sends, and no log in front of the API may hold. */
export function secretHeaders(options: CloudFrontOptions | undefined): string[] {
  const header = options && originLockOf(options)._secretHeader;
  return header === undefined ? [] : [header.toLowerCase()];
}

/** The headers that web pages may send: not the one that CloudFront does. */
export function callersHeaders(headers: string[], options: CloudFrontOptions | undefined): string[] {
  const secret = secretHeaders(options);
  return headers.filter((header) => !secret.includes(header.toLowerCase()));
}

function originLockOf({ originLock = OriginLock.secretHeader() }: CloudFrontOptions): OriginLock {
  return originLock;
}
