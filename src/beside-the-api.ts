import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { templateProperty } from './reference-path';

/** What our constructs have, instead of a resource of its own: by the type of the resource. */
export interface Instead { readonly [cfnResourceType: string]: string | undefined }

/** A resource that belongs to an API and was made beside our construct, and what to write for it. */
interface BesideTheApi {
  readonly resource: CfnResource;
  readonly instead: string;
}

/**
 * Finds them by the API's id, so also those of an API that was imported as another construct.
 *
 * @param idProperty where they name the API
 * @param own what our construct has made itself
 */
export function resourcesBeside(api: CfnResource, idProperty: string, insteadOf: Instead, own: IConstruct[] = []): BesideTheApi[] {
  const found: BesideTheApi[] = [];
  const visit = (construct: IConstruct) => {
    if (own.includes(construct)) return;
    if (CfnResource.isCfnResource(construct)) {
      const instead = insteadOf[construct.cfnResourceType];
      if (instead !== undefined && belongsTo(api, idProperty, construct)) found.push({ resource: construct, instead });
    }
    construct.node.children.filter((child) => !Stage.isStage(child)).forEach(visit);
  };
  visit(Stage.of(api) ?? api.node.root);
  return found;
}

/** By reference, from any stack; or by what is written in the API's own template, for raw `{ Ref: 'Api' }`. */
function belongsTo(api: CfnResource, idProperty: string, resource: CfnResource): boolean {
  const { targets, value } = templateProperty(resource, idProperty);
  if (targets.length > 0) return targets.includes(api);
  const stack = Stack.of(api);
  return Stack.of(resource) === stack && JSON.stringify(value) === JSON.stringify(stack.resolve(api.ref));
}
