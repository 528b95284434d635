/** Whom to ask next: each device once, however often it is wanted; some of them only after a wait. Holds references, no more than there are devices. */
export class AskingQueue {
  readonly #ready = new Set<string>();
  readonly #later = new Map<string, NodeJS.Timeout>();
  readonly #waiting: (() => void)[] = [];

  /** @param wait ms until its turn may come */
  add(device: string, wait = 0): void {
    clearTimeout(this.#later.get(device));
    this.#later.delete(device);
    if (wait === 0) this.#makeReady(device);
    else if (!this.#ready.has(device))
      this.#later.set(
        device,
        setTimeout(() => this.#makeReady(device), wait),
      );
  }

  /** Waits for one; undefined once `signal` has aborted. */
  async next(signal: AbortSignal): Promise<string | undefined> {
    while (!signal.aborted) {
      const [device] = this.#ready;
      if (device !== undefined) {
        this.#ready.delete(device);
        return device;
      }
      await this.#somebody(signal);
    }
    return undefined;
  }

  close(): void {
    for (const timer of this.#later.values()) clearTimeout(timer);
    this.#later.clear();
  }

  #makeReady(device: string): void {
    this.#later.delete(device);
    this.#ready.add(device);
    this.#waiting.shift()?.();
  }

  #somebody(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake, { once: true });
      this.#waiting.push(wake);
    });
  }
}
