import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { BuildOrder, SendOrder, Sent } from './load-generator/orders.ts';

const main = new URL('./load-generator/main.js', import.meta.url);

/** The load generator, seen from the benchmark. */
export class LoadProcess {
  readonly #child: ChildProcess;
  readonly #gone = new AbortController();

  private constructor() {
    this.#child = fork(main, { execArgv: ['--enable-source-maps'] });
    this.#child.once('exit', (code) => this.#gone.abort(new Error(`The load generator ended by itself, code ${code}.`)));
  }

  /** Resolves when everything is built. */
  static async start(order: BuildOrder): Promise<LoadProcess> {
    const load = new LoadProcess();
    await load.#ask(order);
    return load;
  }

  /** Publishes the next so many messages, as fast as they are acknowledged or so many a second; resolves when the last one is acknowledged. */
  async send(count: number, perSecond?: number): Promise<Sent> {
    const order: SendOrder = { send: count, ...(perSecond === undefined ? {} : { perSecond }) };
    return (await this.#ask(order)) as Sent;
  }

  end(): void {
    this.#child.kill();
  }

  async #ask(order: object): Promise<unknown> {
    const answered = once(this.#child, 'message', { signal: this.#gone.signal });
    this.#child.send(order);
    const [answer] = await answered;
    return answer;
  }
}
