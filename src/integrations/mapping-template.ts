import { Token } from 'aws-cdk-lib';
import { Limits } from '../limits';

/**
 * @throws when a mapping template is longer than API Gateway takes
 */
export function checkMappingTemplates(routeKey: string, templates: { [contentType: string]: string } = {}): void {
  for (const [contentType, template] of Object.entries(templates)) {
    const bytes = Buffer.byteLength(template);
    if (Token.isUnresolved(template) || bytes <= Limits.MAPPING_TEMPLATE_BYTES) continue;
    throw new Error(`the integration of '${routeKey}' has a template for '${contentType}' of ${bytes} bytes, and API Gateway takes ${Limits.MAPPING_TEMPLATE_BYTES}; `
      + 'write a shorter one, or leave the mapping to a function');
  }
}
