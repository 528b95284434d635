import type { Log } from '../../../packages/log/contract.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { QuarantinedMessage } from '../../../packages/model/quarantined.ts';
import { topics } from '../../../packages/model/topics.ts';

/** Entries of others among which one is looked for: refused readings, and what earlier rebuilds have added. */
const lookAhead = 1_000;

/** What waited in one partition's quarantine from an offset on, in the order of the messages. */
export class PastQuarantine {
  readonly #log: Log;
  readonly #partition: number;
  /** Next offset to read. */
  next: number;

  constructor(log: Log, partition: number, next: number) {
    this.#log = log;
    this.#partition = partition;
    this.next = next;
  }

  /** The entry of this message at this attempt; undefined: there is none; `gone`: retention has taken what stood there. */
  async take({ id, attempt }: QuarantinedMessage): Promise<QuarantinedMessage | 'gone' | undefined> {
    for (const { offset, value } of await this.#log.read(topics.quarantine, this.#partition, this.next, lookAhead)) {
      const entry = decode(topics.quarantine, value ?? new Uint8Array());
      if (entry.what !== 'message' || entry.id !== id || entry.attempt !== attempt) continue;
      this.next = offset + 1;
      return entry;
    }
    const standing = await this.#log.standing('decode', topics.quarantine);
    return (standing.find(({ partition }) => partition === this.#partition)?.start ?? 0) > this.next ? 'gone' : undefined;
  }
}
