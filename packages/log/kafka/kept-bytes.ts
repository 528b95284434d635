import type { StoredRecord } from './read-page.ts';
import type { Kept, PartitionReader } from './sweep.ts';

/** A stretch of a partition that has been read. */
interface Stretch {
  readonly from: number;
  /** Offset after its last record. */
  readonly next: number;
  readonly bytes: number;
}

const pageLength = 1_000;
const sampleLength = 100;

/** Bytes of keys and values that are kept of a topic. Kafka's own sizes are of whole compressed segments; the cap is of records. */
export class KeptBytes {
  readonly #read: PartitionReader;
  readonly #stretches = new Map<number, readonly Stretch[]>();

  constructor(read: PartitionReader) {
    this.#read = read;
  }

  /** About how many, from a few records at both ends of each partition. */
  async estimate(kept: readonly Kept[]): Promise<number> {
    let sum = 0;
    for (const { partition, start, end } of kept) {
      if (end === start) continue;
      const oldest = await this.#read(partition, start, sampleLength);
      const newest = await this.#read(partition, Math.max(start, end - sampleLength), sampleLength);
      const sample = [...oldest, ...newest];
      if (sample.length > 0) sum += (bytesOf(sample) / sample.length) * (end - start);
    }
    return sum;
  }

  /** Exactly how many. Reads what was not read before. */
  async count(kept: readonly Kept[]): Promise<number> {
    let sum = 0;
    for (const each of kept) {
      const stretches = await this.#stretchesOf(each);
      this.#stretches.set(each.partition, stretches);
      sum += stretches.reduce((bytes, stretch) => bytes + stretch.bytes, 0);
    }
    return sum;
  }

  async #stretchesOf({ partition, start, end }: Kept): Promise<Stretch[]> {
    const stretches: Stretch[] = [];
    let next = start;
    // One whose beginning was removed is read again from there.
    for (const known of (this.#stretches.get(partition) ?? []).filter(({ from }) => from >= start)) {
      stretches.push(...(await this.#readStretches(partition, next, known.from)), known);
      next = known.next;
    }
    return [...stretches, ...(await this.#readStretches(partition, next, end))];
  }

  async #readStretches(partition: number, from: number, end: number): Promise<Stretch[]> {
    const stretches: Stretch[] = [];
    for (let next = from; next < end; ) {
      const page = (await this.#read(partition, next, pageLength)).filter(({ offset }) => offset < end);
      const last = page.at(-1);
      if (last === undefined) break;
      stretches.push({ from: next, next: last.offset + 1, bytes: bytesOf(page) });
      next = last.offset + 1;
    }
    return stretches;
  }
}

export function bytesOf(records: readonly StoredRecord[]): number {
  return records.reduce((sum, { key, value }) => sum + Buffer.byteLength(key) + (value?.length ?? 0), 0);
}
