import { Annotations, IResource, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { requireReason } from '../opt-out';
import { RouteOptOut } from '../route-opt-outs';
import { RuleIds } from '../rule-ids';
import { isLookupDummy } from './lookup-dummy';

/**
 * A listener or a service, and how it is spoken to.
 */
interface PrivateListener {
  readonly resource: IResource;
  /** Undefined where the app does not know, or where there is none. */
  readonly protocol?: string;
}

const ENCRYPTED = ['HTTPS', 'TLS'];
const CLEAR = ['HTTP'];
const NEVER_HTTP = ['UDP', 'QUIC'];

const SERVER_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/**
 * Whether API Gateway and the backend would speak the same: the name of a server is what turns TLS on, and nothing else does.
 *
 * @throws when every call would fail
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
 */
export function checkPrivateEncryption(routeKey: string, { resource, protocol }: PrivateListener, secureServerName?: string): void {
  const isUnknown = secureServerName === undefined || Token.isUnresolved(secureServerName) || isLookupDummy(secureServerName);
  if (!isUnknown && !SERVER_NAME.test(secureServerName)) {
    throw new Error(`the private backend of '${routeKey}' has the secureServerName '${secureServerName}', which is no name of a server; `
      + 'write one that its certificate has, as \'orders.example.com\'');
  }
  if (protocol === undefined || Token.isUnresolved(protocol)) return;
  const what = `the listener '${resource.node.path}' of '${routeKey}' has the protocol ${protocol}`;
  if (NEVER_HTTP.includes(protocol)) throw new Error(`${what}, over which API Gateway calls nobody; write a listener for TCP or TLS`);
  if (CLEAR.includes(protocol) && secureServerName !== undefined) {
    throw new Error(`${what}, and with secureServerName API Gateway speaks TLS to it, so every call would fail; `
      + 'give the listener a certificate and the port 443, or leave secureServerName out');
  }
  if (ENCRYPTED.includes(protocol) && secureServerName === undefined) {
    throw new Error(`${what}, and without secureServerName API Gateway speaks plain HTTP to it, so every call would fail; `
      + 'write secureServerName: \'<a name on its certificate>\'');
  }
}

/** What clear text, for a reason, opts out of. */
export function plaintextOptOut({ secureServerName, plaintext }: { secureServerName?: string; plaintext?: string }): RouteOptOut[] {
  if (secureServerName !== undefined || plaintext === undefined) return [];
  return [{ ruleId: RuleIds.HTTP_PRIVATE_NO_TLSCONFIG, reason: requireReason('plaintext', plaintext) }];
}

/** Says it once for each backend, however many routes lead there. */
export function warnOfPlaintext(scope: Construct, { resource }: PrivateListener): void {
  Annotations.of(scope).addWarningV2('cdk-gatehouse:privateHopPlaintext',
    `requests and tokens go from API Gateway to '${resource.node.path}' in clear text, if within the VPC; `
    + 'write secureServerName: \'<a name on its certificate>\', or { plaintext: \'<why>\' }');
}
