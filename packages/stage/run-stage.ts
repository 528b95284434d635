import { setImmediate as turn } from 'node:timers/promises';
import { Fenced, type Log, type LogRecord, LogUnavailable, type Outgoing, type Tenure } from '../log/contract.ts';
import type { Topic } from '../model/topics.ts';
import { type BackOff, untilDone } from './back-off.ts';

/** A service's loop: consume, work, commit. Every record that was read has its outputs in the log before the position moves (truth 4). */
export interface Stage {
  /** Whose positions these are. */
  readonly group: string;
  readonly topic: Topic<unknown>;
  /** Records taken at most at once: with one batch in hand at a time, this bounds memory (truth 7). */
  readonly batch: number;
  /** Reads the partition's state and gives the work on it. Called anew when work has failed: state in memory is then void. */
  begin(tenure: Tenure): Promise<Work>;
}

/** Turns records, in order, into what is committed with them. May write idempotently outside the log. */
export interface Work {
  (records: readonly LogRecord[]): Promise<Outgoing[]>;
  readonly aside?: Aside;
}

/** What a stage does beside its records with the same state, such as a rebuild: in pieces, each of them between two batches. */
export interface Aside {
  /**
   * Prepares a piece, however long that takes: the records go on meanwhile. Then the piece is called between two batches, and what it gives is
   * committed with the position where it stands. Ends when `signal` aborts; then what it gives is not used.
   */
  next(signal: AbortSignal): Promise<Piece>;
}

/** The records wait for it: short. */
export type Piece = () => Promise<readonly Outgoing[]>;

/** Told of what happens; a service turns it into log lines and metrics. */
export interface StageWatch {
  committed(batch: { partition: number; records: number; newest: number }): void;
  failed(failure: { partition: number; error: unknown; wait: number }): void;
  /** The partition is no longer this process's: whatever failed on it is another's now. −1: the partitions are asked for anew. */
  left(tenure: { partition: number }): void;
}

/**
 * Runs until `signal` aborts, then finishes and commits the batch in hand (drain). Whatever fails is tried again for ever, with bounded back-off.
 * @throws Fenced when another holder took a partition.
 */
export function runStage(stage: Stage, log: Log, watch: StageWatch, signal: AbortSignal, backOff?: BackOff): Promise<void> {
  const persist = <T>(tenure: Tenure, attempt: () => Promise<T>, transient: (error: unknown) => boolean) =>
    untilDone(attempt, {
      transient,
      report: (error, wait) => watch.failed({ partition: tenure.partition, error, wait }),
      signal: tenure.signal,
      ...(backOff ? { backOff } : {}),
    });

  const takeBatch = async (tenure: Tenure, held: Held): Promise<Batch> => {
    held.work ??= await stage.begin(tenure);
    const piece = await held.pieceBefore(() => tenure.read(tenure.position, stage.batch));
    if (piece) {
      const outputs = await piece();
      // Records that are there have the next turn, however fast the pieces come.
      await turn();
      return { records: [], outputs };
    }
    const records = await held.takeRecords();
    return { records, outputs: records.length > 0 ? await held.work(records) : [] };
  };

  const commitBatch = async (tenure: Tenure, { records, outputs }: Batch) => {
    const last = records.at(-1);
    if (!last && outputs.length === 0) return;
    await persist(tenure, () => tenure.commit(outputs, last ? last.offset + 1 : tenure.position), isUnavailable);
    if (last) watch.committed({ partition: tenure.partition, records: records.length, newest: last.time });
  };

  const workThrough = async (tenure: Tenure) => {
    let held = new Held();
    const voidState = async (error: unknown) => {
      await held.drop();
      held = new Held();
      throw error;
    };
    try {
      while (!tenure.signal.aborted) {
        const batch = await persist(tenure, () => takeBatch(tenure, held).catch(voidState), isNotFenced);
        await commitBatch(tenure, batch);
      }
    } finally {
      await held.drop();
    }
  };

  const task = {
    group: stage.group,
    topic: stage.topic,
    run: (tenure: Tenure) =>
      workThrough(tenure)
        .catch(endQuietlyWhenStopping(tenure))
        .finally(() => watch.left(tenure)),
  };
  const consume = () => {
    watch.left({ partition: -1 });
    return log.consume(task, signal);
  };
  // Taking the partitions writes too, and waits like every other write.
  return untilDone(consume, {
    transient: isUnavailable,
    report: (error, wait) => watch.failed({ partition: -1, error, wait }),
    signal,
    ...(backOff ? { backOff } : {}),
  });
}

interface Batch {
  readonly records: readonly LogRecord[];
  readonly outputs: readonly Outgoing[];
}

/** What is under way on one partition; void when work has failed. */
class Held {
  work: Work | undefined;
  #reading: Promise<LogRecord[]> | undefined;
  #hasRecords = false;
  #piece: Promise<Piece> | undefined;
  readonly #dropping = new AbortController();

  /** A piece that was ready before there were records; undefined: the records are next. */
  async pieceBefore(read: () => Promise<LogRecord[]>): Promise<Piece | undefined> {
    this.#reading ??= this.#readBy(read);
    this.#piece ??= this.work?.aside?.next(this.#dropping.signal);
    if (this.#hasRecords || !this.#piece) return undefined;
    const piece = await Promise.race([this.#reading.then(() => undefined), this.#piece]);
    if (piece) this.#piece = undefined;
    return piece;
  }

  async takeRecords(): Promise<LogRecord[]> {
    const records = await this.#reading;
    this.#reading = undefined;
    this.#hasRecords = false;
    return records ?? [];
  }

  async #readBy(read: () => Promise<LogRecord[]>): Promise<LogRecord[]> {
    const records = await read();
    this.#hasRecords = true;
    return records;
  }

  /** Resolves when the aside has let go. */
  async drop(): Promise<void> {
    this.#dropping.abort();
    await Promise.allSettled([this.#piece]);
  }
}

const isUnavailable = (error: unknown) => error instanceof LogUnavailable;
const isNotFenced = (error: unknown) => !(error instanceof Fenced);

/** While stopping, an attempt that cannot succeed is given up: the position has not moved, so the records come again. */
function endQuietlyWhenStopping(tenure: Tenure) {
  return (error: unknown) => {
    if (!tenure.signal.aborted || error instanceof Fenced) throw error;
  };
}
