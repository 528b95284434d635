import type { LogRecord } from '../contract.ts';

/** Bytes of values kept of a topic, over all its partitions. */
const keptBytes = 2 * 2 ** 20;

/** Half of a character outside the basic plane: the file has U+FFFD in its place. */
const halfCharacter = /\p{Surrogate}/u;

/** One unbroken piece at the end of a partition. */
interface Piece {
  records: LogRecord[];
  bytes: number;
}

/**
 * The newest records that this process wrote, of the topics that it reads: whoever follows closely, and nearly everybody does, need not fetch from
 * the file what has just been put there. What another process has written in between begins the piece anew.
 */
export class Tail {
  readonly #pieces = new Map<number, Piece[]>();

  /** Called with each reading of a topic, so that what nobody reads is not kept. Undefined: ask the file. */
  read(topicId: number, partition: number, offset: number, limit: number): LogRecord[] | undefined {
    const pieces = this.#pieces.get(topicId);
    if (pieces === undefined) this.#pieces.set(topicId, []);
    const records = pieces?.[partition]?.records;
    const at = offset - (records?.[0]?.offset ?? Number.POSITIVE_INFINITY);
    return records === undefined || at < 0 || at >= records.length ? undefined : records.slice(at, at + limit);
  }

  /** @param partitions of the topic */
  add(topicId: number, partitions: number, record: LogRecord): void {
    const pieces = this.#pieces.get(topicId);
    if (pieces === undefined) return;
    const old = pieces[record.partition];
    const piece = old?.records.at(-1)?.offset === record.offset - 1 ? old : { records: [], bytes: 0 };
    pieces[record.partition] = piece;
    // Kept as it stands in the file, or not at all.
    if (halfCharacter.test(record.key)) return;
    piece.records.push(record);
    piece.bytes += sizeOf(record);
    if (piece.bytes > keptBytes / partitions) shorten(piece);
  }

  /** After records were removed from the file. */
  clear(): void {
    this.#pieces.clear();
  }
}

/** By half at once: one by one, each would move all the others. */
function shorten(piece: Piece): void {
  piece.records = piece.records.slice(Math.ceil(piece.records.length / 2));
  piece.bytes = piece.records.reduce((sum, record) => sum + sizeOf(record), 0);
}

const sizeOf = ({ value }: LogRecord) => value?.length ?? 0;
