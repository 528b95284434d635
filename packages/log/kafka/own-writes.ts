import { setTimeout as delay } from 'node:timers/promises';
import { LogUnavailable } from '../contract.ts';
import { latest } from './internals.ts';
import type { Reader } from './reader.ts';

const lookEvery = 3;
const patience = 10_000;

/**
 * A transaction that has ended becomes readable a moment later, when its markers are written. Who reads in this process waits for what this process
 * has committed; nobody pays who does not read there.
 */
export class OwnWrites {
  readonly #reader: Reader;
  /** By topic: by partition, the offset that the last stable one must have passed. */
  readonly #waiting = new Map<string, Map<number, number>>();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  /** @param offset of a record that was committed */
  add(topic: string, partition: number, offset: number): void {
    const ofTopic = this.#waiting.get(topic) ?? new Map<number, number>();
    this.#waiting.set(topic, ofTopic.set(partition, offset));
  }

  /** Resolves when what was committed to the partitions can be read. @throws LogUnavailable */
  async readable(topic: string, partitions: readonly number[]): Promise<void> {
    const ofTopic = this.#waiting.get(topic);
    if (!ofTopic) return;
    for (let waited = 0; partitions.some((partition) => ofTopic.has(partition)); waited += lookEvery) {
      const asked = partitions.filter((partition) => ofTopic.has(partition));
      const ends = await this.#reader.offsets(topic, asked, latest);
      for (const partition of asked) if ((ends.get(partition) ?? 0) > (ofTopic.get(partition) ?? 0)) ofTopic.delete(partition);
      if (!asked.some((partition) => ofTopic.has(partition))) return;
      if (waited >= patience) throw new LogUnavailable(`Kafka: what was committed to ${topic} does not become readable.`);
      await delay(lookEvery);
    }
  }

  async allReadable(): Promise<void> {
    for (const [topic, ofTopic] of this.#waiting) await this.readable(topic, [...ofTopic.keys()]);
  }
}
