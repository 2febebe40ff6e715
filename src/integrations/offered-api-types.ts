import { ApiType } from '../api-type';
import { BindIntegrationOptions } from './integration-contract';

/** What does the same on each kind of API that has not got an integration. */
type Instead = { readonly [apiType in ApiType]?: string };

/**
 * @throws when a factory of `Integration` is used on a kind of API for which it has no answer
 */
export function checkOffered({ apiType, routeKey }: BindIntegrationOptions, factory: string, offered: ApiType[], instead: Instead): void {
  if (offered.includes(apiType)) return;
  throw new Error(`'${routeKey}' was given ${factory}(), which is offered on ${offered.join(' and ')} APIs only; ${instead[apiType]}`);
}

/** For actions that HTTP APIs alone have of their own. */
export const BY_HTTP_API_OR_TEMPLATE = 'use LeanHttpApi, or write Integration.custom({ integrationType: IntegrationType.AWS, ... }) with a template of your own';
