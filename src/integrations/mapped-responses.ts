import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { RouteIntegrationConfig } from './integration-contract';

const { AWS, HTTP, MOCK } = apigateway.IntegrationType;
/** Those that pass nothing through: what the backend says becomes an answer by a response alone. */
const MAPPED: string[] = [AWS, HTTP, MOCK];

/** Whether an integration of a REST or WebSocket API has no way to answer. */
export function lacksResponses({ integrationType, responses = [] }: RouteIntegrationConfig): boolean {
  return MAPPED.includes(integrationType) && responses.length === 0;
}

/**
 * @param what the integration, for messages
 * @throws for two responses of one pattern, of which API Gateway would lose one in silence
 */
export function checkResponsePatterns(what: string, { responses = [] }: RouteIntegrationConfig): void {
  const twice = indexOfTwin(responses.map(({ selectionPattern }) => selectionPattern));
  if (twice === undefined) return;
  throw new Error(`${what} has two responses ${forPattern(responses[twice])}, of which API Gateway keeps one; give each a pattern of its own, and one of them none`);
}

/** Where a value stands that stood before; undefined where all differ. */
export function indexOfTwin(values: (string | undefined)[]): number | undefined {
  const index = values.findIndex((value, position) => values.indexOf(value) < position);
  return index === -1 ? undefined : index;
}

/** How a message names a response. */
export function forPattern({ selectionPattern }: apigateway.IntegrationResponse): string {
  return selectionPattern === undefined ? 'without a selectionPattern' : `for '${selectionPattern}'`;
}
