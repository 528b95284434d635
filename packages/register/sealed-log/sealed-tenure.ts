import type { LogRecord, Outgoing, Tenure } from '../../log/contract.ts';
import type { Topic } from '../../model/topics.ts';
import type { Seals } from './seals.ts';

/** A tenure whose holder reads and writes plain values. */
export class SealedTenure implements Tenure {
  readonly #tenure: Tenure;
  readonly #topic: Topic<unknown>;
  readonly #seals: Seals;

  constructor(tenure: Tenure, topic: Topic<unknown>, seals: Seals) {
    this.#tenure = tenure;
    this.#topic = topic;
    this.#seals = seals;
  }

  get partition(): number {
    return this.#tenure.partition;
  }

  get position(): number {
    return this.#tenure.position;
  }

  get signal(): AbortSignal {
    return this.#tenure.signal;
  }

  read(offset: number, limit: number): Promise<LogRecord[]> {
    return this.#seals.openFrom(this.#topic, offset, (from) => this.#tenure.read(from, limit));
  }

  async *state(topic: Topic<unknown>): AsyncIterable<LogRecord> {
    for await (const record of this.#tenure.state(topic)) yield* await this.#seals.open(topic, [record]);
  }

  async commit(outputs: readonly Outgoing[], next: number): Promise<void> {
    if (!this.#seals.areReady(outputs)) await this.#seals.prepare(outputs);
    return this.#tenure.commit(this.#seals.seal(outputs), next);
  }
}
