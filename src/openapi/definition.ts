import { Annotations, IResolvable, IResolveContext, Lazy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { compactIntrinsics } from './compact-intrinsics';
import { JsonObject } from './json-value';
import { resolveLeaves, unresolvedLeaves } from './resolve-leaves';
import { BoundRoute } from '../bound-route';
import { Limits } from '../limits';
import { RouteTable } from '../route-table';

/** Indentation makes a definition some 1.7 times larger. One that stays small at a much larger factor need not be measured to the byte. */
const MOST_INDENTATION = 6;

/**
 * How one type of API says its definition.
 */
interface DefinitionWriter {
  /** The document, tokens among it. */
  readonly write: (routes: BoundRoute[]) => JsonObject;
  /** What only the finished document shows; one message for each thing that is wrong. */
  readonly check: (resolved: JsonObject) => string[];
}

/**
 * An API's definition as CloudFormation gets it, made anew as long as routes can be added.
 */
export class Definition {
  /** For the API's `Body`. */
  public readonly body: IResolvable;

  private readonly scope: Construct;
  private readonly routes: RouteTable;
  private readonly writer: DefinitionWriter;
  /** Routes are only ever added, so their number tells whether the document is still whole. */
  private written?: { routes: number; document: JsonObject };
  private sealed?: unknown;

  public constructor(scope: Construct, routes: RouteTable, writer: DefinitionWriter) {
    this.scope = scope;
    this.routes = routes;
    this.writer = writer;
    // Not Lazy.any: that keeps its first value, and routes which an Aspect adds would be lost in silence.
    this.body = Lazy.uncachedAny({ produce: (context) => this.render(context) });
  }

  /**
   * What only the finished definition shows: whether it leaves room in the template, and what its writer knows to be wrong.
   */
  public check(): string[] {
    const resolved = this.resolved() as JsonObject;
    return [...this.checkRoutes(), ...this.checkSize(), ...this.writer.check(resolved)];
  }

  private checkRoutes(): string[] {
    if (this.routes.size > 0) return [];
    return [`the API '${this.scope.node.path}' has no routes, and API Gateway makes no deployment of an API without any; write addRoute('GET /health', ...)`];
  }

  private checkSize(): string[] {
    const indented = !suppressesIndentation(Stack.of(this.scope));
    const compactBytes = Buffer.byteLength(JSON.stringify(this.resolved()));
    const bytes = indented && compactBytes * MOST_INDENTATION > Limits.BODY_WARNING_BYTES ? indentedBytes(this.resolved()) : compactBytes;
    if (bytes <= Limits.BODY_WARNING_BYTES) return [];
    const problem = `the definition of '${this.scope.node.path}' takes ${bytes} bytes of a template, of which CloudFormation takes ${Limits.TEMPLATE_BYTES}; `
      + `${indented ? 'set suppressTemplateIndentation on the stack (which takes some 40 % off), ' : ''}`
      + 'let routes share schemas, or put some routes into a second API';
    if (bytes > Limits.BODY_ERROR_BYTES) return [problem];
    Annotations.of(this.scope).addWarningV2('cdk-gatehouse:largeDefinition', problem);
    return [];
  }

  private resolved(): unknown {
    return this.sealed ?? Stack.of(this.scope).resolve(this.body);
  }

  private document(): JsonObject {
    if (this.written?.routes !== this.routes.size) {
      this.written = { routes: this.routes.size, document: this.writer.write(this.routes.routes) };
    }
    return this.written.document;
  }

  private render(context: IResolveContext): unknown {
    // Also once it is sealed: who looks for references finds none in what is resolved.
    if (context.preparing) return unresolvedLeaves(this.document());
    if (this.sealed !== undefined) return this.sealed;
    const document = this.document();

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
