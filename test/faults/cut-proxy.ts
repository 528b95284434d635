import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** A wire between clients and a server that can be cut, go silent without a word, or carry everything late. */
export class CutProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #late = 0;
  #silence: Promise<void> | undefined;
  #speak: () => void = () => undefined;

  private constructor(to: number) {
    this.#server = createServer((near) => this.#join(near, connect(to, '127.0.0.1')));
  }

  /** @param to port of this machine @param at the proxy's own; any that is free when absent */
  static async open(to: number, at = 0): Promise<CutProxy> {
    const proxy = new CutProxy(to);
    proxy.#server.listen(at, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Every connection ends at once. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Connections stay, nothing passes, until `speak`. */
  hush(): void {
    this.#silence ??= new Promise((resolve) => {
      this.#speak = resolve;
    });
  }

  speak(): void {
    this.#silence = undefined;
    this.#speak();
  }

  /** Whatever passes waits so many ms, piece after piece; 0: no more. */
  delay(ms: number): void {
    this.#late = ms;
  }

  async close(): Promise<void> {
    this.speak();
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from);
      from.pipe(this.#wire()).pipe(to);
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      // The end of a wire is what this proxy is for; both sides see it as a closed connection.
      from.on('error', () => from.destroy());
    }
  }

  #wire(): Transform {
    return new Transform({ transform: (bytes: Buffer, _, pass) => void this.#passes().then(() => pass(null, bytes)) });
  }

  async #passes(): Promise<void> {
    if (this.#late > 0) await delay(this.#late);
    while (this.#silence) await this.#silence;
  }
}
