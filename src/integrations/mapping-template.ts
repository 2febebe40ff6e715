import { Token } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { BindIntegrationOptions } from './integration-contract';
import { givenValue } from '../given-value';
import { Limits } from '../limits';

/**
 * @throws when a mapping template is no text, or longer than API Gateway takes
 */
export function checkMappingTemplates({ apiType, routeKey }: Pick<BindIntegrationOptions, 'apiType' | 'routeKey'>, templates: { [contentType: string]: string } = {}): void {
  for (const [contentType, template] of Object.entries(templates)) {
    if (Token.isUnresolved(template)) continue;
    const what = `the integration of '${routeKey}' has a template for '${contentType}'`;
    if (typeof template !== 'string') throw new Error(`${what} that is ${givenValue(template)}, and a mapping template is a text; write it as one, as '{"id":"$context.requestId"}'`);
    const [size, most, unit] = apiType === ApiType.WEBSOCKET
      ? [template.length, Limits.V2_TEMPLATE_CHARACTERS, 'characters']
      : [Buffer.byteLength(template), Limits.MAPPING_TEMPLATE_BYTES, 'bytes'];
    if (size <= most) continue;
    throw new Error(`${what} of ${size} ${unit}, and API Gateway takes ${most}; write a shorter one, or leave the mapping to a function`);
  }
}
