import { IResource } from 'aws-cdk-lib';
import { BindIntegrationOptions, RouteIntegrationConfig } from './integration-contract';
import { mappedServiceAction } from './service-action';
import { VelocityValue, orNothing } from './velocity-value';

/** An action of a service that takes JSON and gives JSON. */
interface JsonAction {
  /** As the address of the action has it: `kinesis:action/PutRecord`. */
  readonly action: string;
  /** Of the service's JSON protocol. */
  readonly protocolVersion: '1.0' | '1.1';
  /** The members of the action's request, all of them strings. */
  readonly members: { readonly [name: string]: VelocityValue };
  /** The mapping template for a success; the service's answer passes as it is by default. */
  readonly success?: string;
}

/**
 * The action as a REST or WebSocket API calls it.
 */
export function jsonAction(
  options: BindIntegrationOptions, backend: IResource, { action, protocolVersion, members, success }: JsonAction,
): RouteIntegrationConfig {
  const values = Object.entries(members);
  const body = values.map(([name, value]) => `"${name}":"${orNothing(value)}"`).join(',');
  return mappedServiceAction(options, backend, {
    action,
    headers: { 'Content-Type': `application/x-amz-json-${protocolVersion}` },
    request: `${values.map(([, { set }]) => set).join('')}{${body}}`,
    success,
    errorPath: '$.__type',
  });
}
