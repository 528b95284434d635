import type { Log } from '../../../packages/log/contract.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { Ending } from '../../../packages/model/ending.ts';
import { offsetOf } from '../../../packages/model/message-id.ts';
import { topics } from '../../../packages/model/topics.ts';

const page = 200;

/** The endings of one partition from an offset on, in the order of the messages that they are of. */
export class PastEndings {
  readonly #log: Log;
  readonly #partition: number;
  /** Next offset to read. */
  next: number;

  constructor(log: Log, partition: number, next: number) {
    this.#log = log;
    this.#partition = partition;
    this.next = next;
  }

  /** Those of all messages up to this offset that were not asked for before, by the offset of the message's record. */
  async upTo(message: number): Promise<Map<number, Ending>> {
    const found = new Map<number, Ending>();
    while (true) {
      const records = await this.#log.read(topics.endings, this.#partition, this.next, page);
      if (records.length === 0) return found;
      for (const { offset, value } of records) {
        const ending = decode(topics.endings, value ?? new Uint8Array());
        const at = ending.at ?? offsetOf(ending.id);
        if (at > message) return found;
        // What a rebuild has added stands among those of later messages, and is asked of `corrections`.
        if (!ending.corrects) found.set(at, ending);
        this.next = offset + 1;
      }
    }
  }
}
