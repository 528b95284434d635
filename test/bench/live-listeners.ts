import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';

/** Many listeners of one server, as so many open pages. */
export class LiveListeners {
  /** ms between the telling of a reading and its arrival, one for each listener and reading. */
  lags: number[] = [];
  readonly #responses: IncomingMessage[] = [];
  readonly #agent = new Agent({ keepAlive: false });
  /** Readings that came, by listener. */
  readonly #values: number[][] = [];

  async add(url: string, count: number): Promise<void> {
    for (let n = 0; n < count; n++) {
      const [response] = (await once(request(url, { agent: this.#agent }).end(), 'response')) as [IncomingMessage];
      if (response.statusCode !== 200) throw new Error(`A listener was answered ${response.statusCode}.`);
      this.#responses.push(response);
      this.#read(response.setEncoding('utf8'));
    }
  }

  /** Resolves when each listener has the reading of that number. */
  async have(last: number): Promise<void> {
    for (const [n, response] of this.#responses.entries()) while (this.#values[n]?.at(-1) !== last) await once(response, 'data');
  }

  /** What each has got since the last call must be these readings, all of them, once each, in their order. @throws Error */
  takeExactly(from: number, count: number): number[] {
    const isRight = (values: readonly number[]) => values.length === count && values.every((value, at) => value === from + at);
    const wrong = this.#values.filter((values) => !isRight(values)).length;
    if (wrong > 0) throw new Error(`${wrong} of ${this.#values.length} listeners did not get exactly what was told.`);
    for (const values of this.#values) values.length = 0;
    return this.lags.splice(0);
  }

  close(): void {
    this.#agent.destroy();
  }

  #read(response: IncomingMessage): void {
    const values: number[] = [];
    this.#values.push(values);
    let text = '';
    response.on('data', (more: string) => {
      const blocks = (text + more).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block, values);
    });
  }

  #take(block: string, values: number[]): void {
    if (!block.startsWith('event: observation')) return;
    const { value, receivedTime } = JSON.parse(block.slice(block.indexOf('data: ') + 6)) as { value: number; receivedTime: string };
    values.push(value);
    this.lags.push(Date.now() - Date.parse(receivedTime));
  }
}
