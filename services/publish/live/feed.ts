import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** Bytes that may wait for one listener; who reads more slowly is cut off, and comes back for what was missed. */
const mostUnsent = 256 * 1024;

/** What one listener is sent. Bytes are shared with all who are sent the same. */
export class Feed extends Readable {
  readonly #raw: ServerResponse;
  readonly #mostUnsent: number;

  /** @param first what is sent at once, whatever its length */
  constructor(raw: ServerResponse, first: readonly Buffer[]) {
    super({ read: () => {} });
    this.#raw = raw;
    this.#mostUnsent = mostUnsent + first.reduce((sum, { length }) => sum + length, 0);
    for (const bytes of first) this.push(bytes);
  }

  /** What is neither given to the system nor dropped. */
  get unsent(): number {
    return this.readableLength + this.#raw.writableLength;
  }

  send(bytes: Buffer): void {
    if (this.destroyed) return;
    if (this.unsent + bytes.length > this.#mostUnsent) this.cutOff();
    else this.push(bytes);
  }

  cutOff(): void {
    this.destroy();
    this.#raw.destroy();
  }
}
