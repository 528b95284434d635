import type { Kafka, Producer } from 'kafkajs';
import type { Outgoing } from '../contract.ts';
import { slicesOf } from './slices.ts';
import type { TopicNames } from './topic-names.ts';
import { orUnavailable } from './unavailable.ts';

/** Retries cover a server's restart; what fails after them is told to the caller, who waits and asks again. */
const retry = { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8 };

/**
 * Appends outside of transactions, so that the offsets of what only `append` writes have no gaps. Idempotent: a server that dies meanwhile doubles
 * nothing. After a failure the producer is void, for nobody knows which of its numbers have been used.
 */
export class Appender {
  readonly #kafka: Kafka;
  readonly #names: TopicNames;
  #producer: Promise<Producer> | undefined;

  constructor(kafka: Kafka, names: TopicNames) {
    this.#kafka = kafka;
    this.#names = names;
  }

  /** @throws RangeError before anything is written; LogUnavailable: nothing, a part or all of it was written. */
  async append(records: readonly Outgoing[]): Promise<void> {
    const slices = slicesOf(records, this.#names);
    if (slices.length === 0) return;
    const producer = this.#open();
    try {
      await orUnavailable(async () => {
        for (const topicMessages of slices) await (await producer).sendBatch({ acks: -1, topicMessages });
      });
    } catch (error) {
      if (this.#producer === producer) this.#producer = undefined;
      await this.#drop(producer);
      throw error;
    }
  }

  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    if (producer) await this.#drop(producer);
  }

  #open(): Promise<Producer> {
    this.#producer ??= (async () => {
      const producer = this.#kafka.producer({ ...{ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false }, retry });
      await producer.connect();
      return producer;
    })();
    return this.#producer;
  }

  /** One that could not even connect has nothing to be closed. */
  async #drop(producer: Promise<Producer>): Promise<void> {
    const [settled] = await Promise.allSettled([producer]);
    if (settled.status === 'fulfilled') await settled.value.disconnect();
  }
}
