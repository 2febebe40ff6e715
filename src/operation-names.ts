/**
 * The names of an API's operations, each of which becomes one method of a generated client.
 */
export class OperationNames {
  private readonly routes = new Map<string, string>();
  private readonly maxLength?: number;

  /** @param maxLength what API Gateway takes; undefined where the definition alone says the name */
  public constructor(maxLength?: number) {
    this.maxLength = maxLength;
  }

  /**
   * @throws when no method can be made from the name, or another route has it
   */
  public check(routeKey: string, name: string | undefined): void {
    if (name === undefined) return;
    if (typeof name !== 'string' || !/^[A-Za-z0-9_]+$/.test(name)) {
      throw new Error(`'${routeKey}' has the operationName '${String(name)}', from which no client method can be made; write letters, digits and underscores`);
    }
    if (this.maxLength !== undefined && name.length > this.maxLength) {
      throw new Error(`'${routeKey}' has the operationName '${name}' of ${name.length} characters, and API Gateway takes at most ${this.maxLength}; write a shorter one`);
    }
    const twin = this.routes.get(name);
    if (twin !== undefined) throw new Error(`'${routeKey}' has the operationName '${name}', which '${twin}' has already; give each operation its own`);
  }

  /** Keeps a name for its route. */
  public take(routeKey: string, name: string | undefined): void {
    if (name !== undefined) this.routes.set(name, routeKey);
  }
}
