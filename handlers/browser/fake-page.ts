/**
 * A page around the tests: what listens to its window and to its document.
 */
export class FakePage {
  /** Puts the page around us; `undefined` in its place takes it away. */
  public static surround(page: FakePage | undefined): void {
    Object.assign(globalThis, {
      document: page,
      addEventListener: page && ((type: string, listener: () => void) => page.addEventListener(type, listener)),
      removeEventListener: page && ((type: string, listener: () => void) => page.removeEventListener(type, listener)),
    });
  }

  public visibilityState = 'visible';
  private readonly listeners: { readonly type: string; readonly listener: () => void }[] = [];

  /** How many listen. */
  public get listening(): number {
    return this.listeners.length;
  }

  public addEventListener(type: string, listener: () => void): void {
    this.listeners.push({ type, listener });
  }

  public removeEventListener(type: string, listener: () => void): void {
    const index = this.listeners.findIndex((one) => one.type === type && one.listener === listener);
    if (index >= 0) this.listeners.splice(index, 1);
  }

  /** Something happens on the page. */
  public happens(type: string): void {
    for (const one of this.listeners.filter((each) => each.type === type)) one.listener();
  }
}
