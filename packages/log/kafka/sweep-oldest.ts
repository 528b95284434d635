import { bytesOf } from './kept-bytes.ts';
import type { StoredRecord } from './read-page.ts';
import type { Cut, Kept, PartitionReader } from './sweep.ts';

const pageLength = 1_000;

/** The beginning of one partition, read page by page. */
class Tail {
  readonly partition: number;
  /** Offset after the last record that goes. */
  next: number;
  readonly #read: PartitionReader;
  readonly #stay: number;
  #page: readonly StoredRecord[] = [];
  #at = 0;
  #ended = false;

  constructor({ partition, start, stay }: Kept, read: PartitionReader) {
    this.partition = partition;
    this.next = start;
    this.#stay = stay;
    this.#read = read;
  }

  /** Undefined where nothing more may go. */
  get oldest(): StoredRecord | undefined {
    const record = this.#page[this.#at];
    return record === undefined || record.offset >= this.#stay ? undefined : record;
  }

  /** Its page has been taken whole, and more may follow. */
  get lacksPage(): boolean {
    return !this.#ended && this.#at >= this.#page.length && this.next < this.#stay;
  }

  async nextPage(): Promise<void> {
    this.#page = await this.#read(this.partition, this.next, pageLength);
    this.#at = 0;
    this.#ended = this.#page.length === 0;
  }

  take(record: StoredRecord): void {
    this.next = record.offset + 1;
    this.#at += 1;
  }
}

/** Where the partitions of a topic must begin to be lighter by `excess` bytes: the oldest records go, wherever they lie. */
export async function fromOldest(read: PartitionReader, kept: readonly Kept[], excess: number): Promise<Cut> {
  const tails = kept.map((each) => new Tail(each, read));
  for (let bytes = 0; bytes < excess; ) {
    for (const tail of tails) if (tail.lacksPage) await tail.nextPage();
    const tail = oldestOf(tails);
    const record = tail?.oldest;
    if (tail === undefined || record === undefined) break;
    tail.take(record);
    bytes += bytesOf([record]);
  }
  return new Map(tails.map(({ partition, next }) => [partition, next]));
}

function oldestOf(tails: readonly Tail[]): Tail | undefined {
  let found: Tail | undefined;
  for (const tail of tails) if (timeOf(tail) < timeOf(found)) found = tail;
  return found;
}

const timeOf = (tail: Tail | undefined) => tail?.oldest?.time ?? Number.POSITIVE_INFINITY;
