import type { Log, LogRecord } from '../log/contract.ts';
import { decode } from '../model/contents.ts';
import type { ReadUpTo } from '../model/ending.ts';
import { type Topic, topics } from '../model/topics.ts';
import { RegisterView } from './register-view.ts';

/** One for each log: whoever follows the register in this process sees the same one, and its memory is needed once. */
const followedOf = new WeakMap<Log, FollowedRegister>();

/** The register as far as the log has it now; `catchUp` takes it on. @throws as `catchUp` */
export async function followRegister(log: Log): Promise<FollowedRegister> {
  const followed = followedOf.get(log) ?? new FollowedRegister(log);
  followedOf.set(log, followed);
  await followed.catchUp();
  return followed;
}

interface Standing {
  readonly view: RegisterView;
  /** Next offset of each partition. */
  readonly register: readonly number[];
  readonly sessions: readonly number[];
}

/**
 * A view that moves only in `catchUp`, and then as a whole: the new one is another object. A batch that takes `view` and `read` together
 * when it begins works on one register to its end, whatever other batches of the process do (truth 3).
 */
export class FollowedRegister {
  readonly #log: Log;
  #standing: Standing;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(log: Log) {
    this.#log = log;
    this.#standing = { view: new RegisterView(), register: beginnings(log, topics.register), sessions: beginnings(log, topics.sessions) };
  }

  get view(): RegisterView {
    return this.#standing.view;
  }

  get read(): ReadUpTo {
    return { register: sum(this.#standing.register), sessions: sum(this.#standing.sessions) };
  }

  /**
   * Reads what came since; true when there was something. Calls run one after the other.
   * @param upTo no further than a commit had read (truth 3), on a log that keeps the register in one partition. Never back.
   * @throws LogUnavailable (nothing moved, try again), UnreadableRecord (written by a newer Vigie).
   */
  catchUp(upTo?: ReadUpTo): Promise<boolean> {
    const turn = this.#turn.then(() => this.#readOn(upTo));
    // A failure is its caller's; the next turn begins all the same.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #readOn(upTo?: ReadUpTo): Promise<boolean> {
    const register = await recordsFrom(this.#log, topics.register, this.#standing.register, upTo?.register);
    const sessions = await recordsFrom(this.#log, topics.sessions, this.#standing.sessions, upTo?.sessions);
    if (register.records.length + sessions.records.length === 0) return false;
    const view = this.#standing.view.copy();
    for (const record of newestOfEach(register.records)) view.apply({ key: record.key, entity: contentOf(topics.register, record) });
    for (const record of newestOfEach(sessions.records)) view.applySession(record.key, contentOf(topics.sessions, record));
    this.#standing = { view, register: register.next, sessions: sessions.next };
    return true;
  }
}

const page = 1_000;

async function recordsFrom(
  log: Log,
  topic: Topic<unknown>,
  from: readonly number[],
  upTo?: number,
): Promise<{ records: LogRecord[]; next: number[] }> {
  if (upTo !== undefined && from.length > 1) {
    throw new Error(`A sum of offsets says where to stop in one partition; "${topic.name}" has ${from.length}.`);
  }
  const next = [...from];
  const records: LogRecord[] = [];
  for (const partition of next.keys()) {
    for await (const some of pages(log, topic, partition, { from: next[partition] ?? 0, to: upTo ?? Number.MAX_SAFE_INTEGER })) {
      records.push(...some);
      next[partition] = (some.at(-1)?.offset ?? 0) + 1;
    }
  }
  return { records, next };
}

/** Records with offsets in [from, to). */
async function* pages(
  log: Log,
  topic: Topic<unknown>,
  partition: number,
  { from, to }: { from: number; to: number },
): AsyncGenerator<LogRecord[]> {
  const read = async (offset: number) =>
    (offset < to ? await log.read(topic, partition, offset, page) : []).filter(({ offset: at }) => at < to);
  for (let some = await read(from); some.length > 0; some = await read((some.at(-1)?.offset ?? 0) + 1)) yield some;
}

/** In their order, without those that a later one replaces: the topics remember them for who reads up to an earlier moment. */
function newestOfEach(records: readonly LogRecord[]): LogRecord[] {
  const newest = new Map(records.map((record) => [record.key, record]));
  return records.filter((record) => newest.get(record.key) === record);
}

function contentOf<T>(topic: Topic<T>, record: LogRecord): T | null {
  return record.value === null ? null : decode(topic, record.value);
}

function beginnings(log: Log, topic: Topic<unknown>): number[] {
  return Array.from({ length: log.partitions(topic) }, () => 0);
}

function sum(offsets: readonly number[]): number {
  return offsets.reduce((total, offset) => total + offset, 0);
}
