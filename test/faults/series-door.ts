import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** Stands before InfluxDB and speaks HTTP as it does: may answer 503 in its place, or late. */
export class SeriesDoor {
  readonly #server: Server;
  readonly #to: number;
  #refusing = false;
  #late = 0;

  private constructor(to: number) {
    this.#to = to;
    this.#server = createServer((asked, answer) => void this.#answer(asked, answer));
  }

  /** @param to port of this machine */
  static async open(to: number): Promise<SeriesDoor> {
    const door = new SeriesDoor(to);
    door.#server.listen(0, '127.0.0.1');
    await once(door.#server, 'listening');
    return door;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  refuse(refusing: boolean): void {
    this.#refusing = refusing;
  }

  /** Every request waits so many ms; 0: no more. */
  delay(ms: number): void {
    this.#late = ms;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    if (this.#late > 0) await delay(this.#late);
    if (this.#refusing) {
      asked.resume();
      answer.writeHead(503, { 'content-type': 'application/json' }).end('{"code":"unavailable","message":"not now"}');
      return;
    }
    const { method, url, headers } = asked;
    const passed = request({ host: '127.0.0.1', port: this.#to, method, path: url, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
      answered.on('error', () => answer.destroy());
    });
    // InfluxDB is not there: whoever asked sees a connection that ends.
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  }
}
