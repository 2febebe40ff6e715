import { createHash } from 'crypto';
import { Annotations, IResolvable, IResolveContext, Lazy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { compactIntrinsics } from './compact-intrinsics';
import { JsonObject } from './json-value';
import { resolveLeaves, unresolvedLeaves } from './resolve-leaves';
import { RestImportSettings, restImportBody } from './rest-import-body';
import { checkResourcePolicy } from '../access/resource-policy';
import { Limits } from '../limits';
import { RestEndpoint } from '../rest-endpoint';
import { RouteTable } from '../route-table';

/**
 * What a REST API's definition and the resource around it say beside the routes.
 */
export interface RestDefinitionSettings extends RestImportSettings {
  /** The document has no word for it, but a change of it needs a deployment as one of the document does. */
  readonly endpoint: RestEndpoint;
}

/** Indentation makes a definition some two and a half times larger. One that stays small at this factor need not be measured to the byte. */
const MOST_INDENTATION = 6;

/**
 * A REST API's definition as CloudFormation gets it, made anew as long as routes can be added.
 */
export class RestDefinition {
  /** For the API's `Body`. */
  public readonly body: IResolvable;

  private readonly scope: Construct;
  private readonly routes: RouteTable;
  private readonly settings: RestDefinitionSettings;
  /** Routes are only ever added, so their number tells whether the document is still whole. */
  private written?: { routes: number; document: JsonObject };
  private sealed?: unknown;
  private sealedText?: string;

  public constructor(scope: Construct, routes: RouteTable, settings: RestDefinitionSettings) {
    this.scope = scope;
    this.routes = routes;
    this.settings = settings;
    // Not Lazy.any: that keeps its first value, and routes which an Aspect adds would be lost in silence.
    this.body = Lazy.uncachedAny({ produce: (context) => this.render(context) });
  }

  /**
   * What a deployment is a snapshot of, as a short text that differs when it does: the document, and the endpoint that stands beside it.
   */
  public fingerprint(): string {
    const { endpointType, tlsPolicy } = this.settings.endpoint;
    const endpoint = Stack.of(this.scope).resolve([endpointType, tlsPolicy?.policyName, tlsPolicy?.accessMode]);
    return createHash('sha256').update(`${JSON.stringify(endpoint)} ${this.text()}`).digest('hex').slice(0, 32);
  }

  /**
   * What only the finished definition shows: whether it leaves room in the template, and whether API Gateway takes its policy.
   */
  public check(): string[] {
    const resolved = this.resolved() as JsonObject;
    return [...this.checkSize(), ...checkResourcePolicy(resolved['x-amazon-apigateway-policy'])];
  }

  private checkSize(): string[] {
    const indented = !suppressesIndentation(Stack.of(this.scope));
    const compactBytes = Buffer.byteLength(this.text());
    const bytes = indented && compactBytes * MOST_INDENTATION > Limits.BODY_WARNING_BYTES ? indentedBytes(this.resolved()) : compactBytes;
    if (bytes <= Limits.BODY_WARNING_BYTES) return [];
    const problem = `the definition of '${this.scope.node.path}' takes ${bytes} bytes of a template, of which CloudFormation takes ${Limits.TEMPLATE_BYTES}; `
      + `${indented ? 'set suppressTemplateIndentation on the stack (which nearly halves it), ' : ''}`
      + 'let routes share schemas, or put some routes into a second API on the same domain';
    if (bytes > Limits.BODY_ERROR_BYTES) return [problem];
    Annotations.of(this.scope).addWarningV2('cdk-gatehouse:largeDefinition', problem);
    return [];
  }

  private resolved(): unknown {
    return this.sealed ?? Stack.of(this.scope).resolve(this.body);
  }

  private text(): string {
    if (this.sealedText !== undefined) return this.sealedText;
    const text = JSON.stringify(this.resolved());
    if (this.sealed !== undefined) this.sealedText = text;
    return text;
  }

  private document(): JsonObject {
    if (this.written?.routes !== this.routes.size) {
      this.written = { routes: this.routes.size, document: restImportBody(this.routes.routes, this.settings) };
    }
    return this.written.document;
  }

  private render(context: IResolveContext): unknown {
    if (this.sealed !== undefined) return this.sealed;
    const document = this.document();
    if (context.preparing) return unresolvedLeaves(document);

    const resolved = resolveLeaves(document, (leaf) => compactIntrinsics(context.resolve(leaf)));
    // No route comes later, and every reference is final.
    if (this.scope.node.locked) this.sealed = resolved;
    return resolved;
  }
}

/** Whether the stack writes its template on one line. The CDK has no public word for it. */
function suppressesIndentation(stack: Stack): boolean {
  return Reflect.get(stack, '_suppressTemplateIndentation') === true;
}

/** The size of a definition where it stands: each line is indented by its place in the template. */
function indentedBytes(body: unknown): number {
  const text = JSON.stringify(body, undefined, 1);
  const indentation = 4;
  return Buffer.byteLength(text) + indentation * (text.split('\n').length - 1);
}
