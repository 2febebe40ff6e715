import { Token } from 'aws-cdk-lib';
import { isHeaderName } from '../header-name';

const IDENTITY_SOURCE = /^(method\.request\.(header|querystring)|stageVariables|context)\.[A-Za-z0-9._-]+$/;

/**
 * @throws when the text is no name of a header that API Gateway can read
 */
export function checkHeaderName(authorizer: string, name: string): void {
  if (!Token.isUnresolved(name) && isHeaderName(name)) return;
  throw new Error(`${authorizer} was given the header '${Token.isUnresolved(name) ? '<token>' : name}', `
    + 'which is no header name that can stand in a definition: letters, digits, \'-\', \'_\' and \'.\' only; write it out, as \'Authorization\'');
}

/**
 * @throws when API Gateway knows no such place in a request
 */
export function checkIdentitySources(authorizer: string, sources: string[]): void {
  if (Token.isUnresolved(sources)) return;
  for (const source of sources) {
    if (Token.isUnresolved(source) || IDENTITY_SOURCE.test(source)) continue;
    throw new Error(`${authorizer} was given the identity source '${source}', which API Gateway does not know; `
      + 'write \'method.request.header.<name>\', \'method.request.querystring.<name>\', \'stageVariables.<name>\' or \'context.<name>\'');
  }
}
