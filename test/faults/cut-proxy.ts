import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A wire between a client and a server that can be cut, or go silent without a word. */
export class CutProxy {
  readonly #server: Server;
  readonly #wires = new Set<Socket>();
  #silent = false;

  private constructor(to: number) {
    this.#server = createServer((near) => this.#join(near, connect(to, '127.0.0.1')));
  }

  static async open(to: number): Promise<CutProxy> {
    const proxy = new CutProxy(to);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  /** Every connection ends at once. */
  cut(): void {
    for (const wire of this.#wires) wire.destroy();
  }

  /** Connections stay, nothing passes, until `speak`. */
  hush(): void {
    this.#silent = true;
    for (const wire of this.#wires) wire.pause();
  }

  speak(): void {
    this.#silent = false;
    for (const wire of this.#wires) wire.resume();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#wires.add(from);
      from.on('data', (bytes) => {
        if (!to.write(bytes)) from.pause();
      });
      to.on('drain', () => this.#silent || from.resume());
      from.on('close', () => {
        this.#wires.delete(from);
        to.destroy();
      });
      // The end of a wire is what this proxy is for; both sides see it as a closed connection.
      from.on('error', () => from.destroy());
      if (this.#silent) from.pause();
    }
  }
}
