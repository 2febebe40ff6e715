import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import type { IntegrationReflection } from './integration-reflection';
import { ApiType } from '../api-type';
import { Limits } from '../limits';

const DEFAULTS = {
  [ApiType.REST]: Limits.REST_INTEGRATION_TIMEOUT_MAX_MILLIS,
  [ApiType.HTTP]: Limits.HTTP_INTEGRATION_TIMEOUT_MAX_MILLIS,
  [ApiType.WEBSOCKET]: Limits.WEB_SOCKET_INTEGRATION_TIMEOUT_MAX_MILLIS,
};

/** Whether an answer goes on to the caller while it comes: REST APIs only. */
export function isStreamed(integration: IntegrationReflection): Fact<boolean> {
  return integration.field('responseTransferMode').string().map((mode) => mode.toUpperCase() === 'STREAM').orDefault(false);
}

/** How long an integration is waited for. */
export function timeoutMillis({ apiType }: ApiReflection, integration: IntegrationReflection): Fact<number> {
  return integration.field('timeoutInMillis').number().orElse(() => isStreamed(integration)
    // AWS does not say what holds for a stream without one.
    .flatMap((streamed) => streamed ? Fact.unknowable('AWS does not say how long a stream may take by default') : Fact.known(DEFAULTS[apiType])));
}
