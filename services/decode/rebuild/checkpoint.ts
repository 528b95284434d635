import { type Log, type LogRecord, type Outgoing, outgoing } from '../../../packages/log/contract.ts';
import { newestRecord } from '../../../packages/log/newest-record.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { ReadUpTo } from '../../../packages/model/ending.ts';
import type { Checkpoint, CheckpointRecord } from '../../../packages/model/rebuild.ts';
import { topics } from '../../../packages/model/topics.ts';
import { ClaimBook, generationTopics } from '../claim-book.ts';

const day = 24 * 3_600_000;
const headKey = 'checkpoint';

/** A checkpoint, and where the first record of its state lies. */
export interface FoundCheckpoint extends Checkpoint {
  readonly first: number;
}

/**
 * Writes decode's whole state of a partition with the first commit of each UTC day, by the received times of the messages: no clock (truth 3).
 * In the same commit, and without what that commit moves: exactly the state before `first`.
 */
export class Checkpoints {
  readonly #log: Log;
  readonly #partition: number;
  #newest: number | undefined;

  private constructor(log: Log, partition: number, newest: number | undefined) {
    this.#log = log;
    this.#partition = partition;
    this.#newest = newest;
  }

  static async open(log: Log, partition: number): Promise<Checkpoints> {
    const newest = await newestBefore(log, partition, await endOf(log, topics.checkpoints, partition));
    return new Checkpoints(log, partition, newest && dayOf(newest.time));
  }

  /** The records of a checkpoint if one is due before this batch; else none. */
  async due(first: LogRecord | undefined, book: ClaimBook, read: ReadUpTo): Promise<Outgoing[]> {
    // Another day rather than a later one: a clock that was once far ahead must not stop all checkpoints.
    if (!first || dayOf(first.time) === this.#newest) return [];
    this.#newest = dayOf(first.time);
    // Decode alone writes endings; what else is written to quarantine meanwhile lies behind, which is where it is looked for.
    const endings = await endOf(this.#log, topics.endings, this.#partition);
    const quarantine = await endOf(this.#log, topics.quarantine, this.#partition);
    const state = stateRecords(book);
    const head = { what: 'checkpoint', message: first.offset, time: first.time, records: state.length, read, endings, quarantine } as const;
    return [...state, [headKey, head] as const].map(([key, record]) =>
      outgoing(topics.checkpoints, key, record, first.time, this.#partition),
    );
  }
}

function stateRecords(book: ClaimBook): (readonly [string, CheckpointRecord])[] {
  return [
    ...[...book.sessions.entries()].map(([key, state]) => [key, { what: 'claim', state }] as const),
    ...[...book.resends.entries()].map(([key, state]) => [key, { what: 'resend', state }] as const),
  ];
}

/** The partition's checkpoints, newest first. */
export async function* checkpoints(log: Log, partition: number): AsyncGenerator<FoundCheckpoint> {
  let found = await newestBefore(log, partition, await endOf(log, topics.checkpoints, partition));
  while (found) {
    yield found;
    found = await newestBefore(log, partition, found.first);
  }
}

/** The state that a checkpoint holds; undefined when retention has taken a part of it. */
export async function readCheckpoint(log: Log, partition: number, { first, records }: FoundCheckpoint): Promise<ClaimBook | undefined> {
  const book = new ClaimBook(generationTopics);
  let missing = records;
  for (let offset = first; missing > 0; ) {
    const page = await log.read(topics.checkpoints, partition, offset, missing);
    const last = page.at(-1);
    if (!last || page[0]?.offset !== offset) return undefined;
    for (const { key, value } of page) enter(book, key, decode(topics.checkpoints, value ?? new Uint8Array()));
    missing -= page.length;
    offset = last.offset + 1;
  }
  return book;
}

function enter(book: ClaimBook, key: string, record: CheckpointRecord): void {
  if (record.what === 'claim') book.sessions.set(key, record.state);
  if (record.what === 'resend') book.resends.set(key, record.state);
}

/** A checkpoint ends with its head, and the one before it ends where its state begins. */
async function newestBefore(log: Log, partition: number, end: number): Promise<FoundCheckpoint | undefined> {
  const head = await newestRecord(log, topics.checkpoints, partition, end);
  if (head?.key !== headKey || !head.value) return undefined;
  const content = decode(topics.checkpoints, head.value);
  return content.what === 'checkpoint' ? { ...content, first: head.offset - content.records } : undefined;
}

async function endOf(log: Log, topic: typeof topics.endings | typeof topics.checkpoints | typeof topics.quarantine, partition: number) {
  const standing = await log.standing('decode', topic);
  return standing.find((one) => one.partition === partition)?.end ?? 0;
}

const dayOf = (time: number) => Math.floor(time / day);
