import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { checkIntegrationTimeout } from './integration-timeout';
import { Limits } from '../limits';

/** A configuration that the user wrote. */
export class CustomIntegration implements IRouteIntegration {
  private readonly config: RouteIntegrationConfig;

  public constructor(config: RouteIntegrationConfig) {
    this.config = config;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    const { timeout, requestTemplates, responses = [] } = this.config;
    checkIntegrationTimeout(options, timeout);
    checkTemplates(options.routeKey, requestTemplates);
    responses.forEach(({ responseTemplates }) => checkTemplates(options.routeKey, responseTemplates));
    checkResponses(options.routeKey, responses);
    return this.config;
  }
}

function checkTemplates(routeKey: string, templates: { [contentType: string]: string } = {}): void {
  for (const [contentType, template] of Object.entries(templates)) {
    const bytes = Buffer.byteLength(template);
    if (Token.isUnresolved(template) || bytes <= Limits.MAPPING_TEMPLATE_BYTES) continue;
    throw new Error(`the integration of '${routeKey}' has a template for '${contentType}' of ${bytes} bytes, and API Gateway takes ${Limits.MAPPING_TEMPLATE_BYTES}; `
      + 'write a shorter one, or leave the mapping to a function');
  }
}

/** API Gateway keeps one response for each status and for each pattern; of two, one would be lost in silence. */
function checkResponses(routeKey: string, responses: apigateway.IntegrationResponse[]): void {
  const twice = (values: (string | undefined)[]) => values.findIndex((value, index) => values.indexOf(value) < index);

  const status = responses[twice(responses.map(({ statusCode }) => statusCode))]?.statusCode;
  if (status !== undefined) {
    throw new Error(`the integration of '${routeKey}' has two responses with the status '${status}', of which API Gateway keeps one; `
      + 'join their patterns, as selectionPattern: \'4\\\\d{2}|5\\\\d{2}\'');
  }
  const repeated = responses[twice(responses.map(({ selectionPattern }) => selectionPattern))];
  if (repeated) {
    throw new Error(`the integration of '${routeKey}' has two responses ${repeated.selectionPattern === undefined ? 'without a selectionPattern' : `for '${repeated.selectionPattern}'`}, `
      + 'of which API Gateway keeps one; give each a pattern of its own, and one of them none');
  }
}
