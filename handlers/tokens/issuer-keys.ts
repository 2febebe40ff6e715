import { Jwk } from 'aws-jwt-verify/jwk';

/**
 * How the issuer is asked: `fetch`, or what a test puts in its place.
 */
export type Fetch = (url: string, options: RequestInit) => Promise<Response>;

/** For each of the two documents, with its body. */
const TIMEOUT = 1_500;

/**
 * Reads the public keys that an issuer signs with, through OpenID discovery.
 *
 * @throws when the issuer is not reached in time, or answers with something else
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
export async function readIssuerKeys(issuer: string, fetch: Fetch): Promise<Jwk[]> {
  const configuration = await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, fetch);
  // The specification asks for this: otherwise one issuer could hand out another's configuration.
  if (configuration.issuer !== issuer) throw new Error(`the configuration of issuer '${issuer}' is not its own`);
  if (typeof configuration.jwks_uri !== 'string') throw new Error(`the configuration of issuer '${issuer}' has no jwks_uri`);
  const { keys } = await readJson(configuration.jwks_uri, fetch);
  if (!Array.isArray(keys)) throw new Error(`issuer '${issuer}' has no list of keys`);
  // One key of another kind must not hide the rest.
  const known = keys.filter(isKey);
  if (known.length === 0) throw new Error(`issuer '${issuer}' has no RSA or EC key with a kid`);
  return known;
}

async function readJson(url: string, fetch: Fetch): Promise<Record<string, unknown>> {
  if (!/^https:\/\//i.test(url)) throw new Error(`'${url}' is no https:// address`);
  // A redirection could lead to where nothing is encrypted.
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT), redirect: 'error', headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`'${url}' answered ${response.status}`);
  const content: unknown = await response.json();
  if (typeof content !== 'object' || content === null) throw new Error(`'${url}' answered with no JSON object`);
  return content as Record<string, unknown>;
}

/** A key that tokens can name and whose signatures are allowed. */
function isKey(key: unknown): key is Jwk {
  if (typeof key !== 'object' || key === null) return false;
  const { kid, kty } = key as Record<string, unknown>;
  return typeof kid === 'string' && (kty === 'RSA' || kty === 'EC');
}
