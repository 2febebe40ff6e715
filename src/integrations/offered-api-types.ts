import { ApiType } from '../api-type';
import { BindIntegrationOptions } from './integration-contract';

/**
 * @throws when a factory of `Integration` is used on a kind of API for which it has no answer
 */
export function checkOffered({ apiType, routeKey }: BindIntegrationOptions, factory: string, offered: ApiType[]): void {
  if (offered.includes(apiType)) return;
  const given = `'${routeKey}' was given ${factory}()`;
  if (apiType === ApiType.WEBSOCKET) {
    throw new Error(`${given}, which is not offered on WebSocket APIs yet; write Integration.custom({ integrationType: IntegrationType.AWS, ... }) with a template of your own`);
  }
  throw new Error(`${given}, which is offered on ${offered.join(' and ')} APIs only; use LeanHttpApi, `
    + 'or write Integration.custom({ integrationType: IntegrationType.AWS, ... }) with a template of your own');
}
