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
export type Work = (records: readonly LogRecord[]) => Promise<Outgoing[]>;

/** Told of what happens; a service turns it into log lines and metrics. */
export interface StageWatch {
  committed(batch: { partition: number; records: number; newest: number }): void;
  failed(failure: { partition: number; error: unknown; wait: number }): void;
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

  const takeBatch = async (tenure: Tenure, held: { work?: Work | undefined }) => {
    held.work ??= await stage.begin(tenure);
    const records = await tenure.read(tenure.position, stage.batch);
    return { records, outputs: records.length > 0 ? await held.work(records) : [] };
  };

  const commitBatch = async (tenure: Tenure, { records, outputs }: { records: readonly LogRecord[]; outputs: readonly Outgoing[] }) => {
    const last = records.at(-1);
    if (!last) return;
    await persist(tenure, () => tenure.commit(outputs, last.offset + 1), isUnavailable);
    watch.committed({ partition: tenure.partition, records: records.length, newest: last.time });
  };

  const workThrough = async (tenure: Tenure) => {
    const held: { work?: Work | undefined } = {};
    const voidState = (error: unknown) => {
      held.work = undefined;
      throw error;
    };
    while (!tenure.signal.aborted) {
      const batch = await persist(tenure, () => takeBatch(tenure, held).catch(voidState), isNotFenced);
      await commitBatch(tenure, batch);
    }
  };

  const task = {
    group: stage.group,
    topic: stage.topic,
    run: (tenure: Tenure) => workThrough(tenure).catch(endQuietlyWhenStopping(tenure)),
  };
  // Taking the partitions writes too, and waits like every other write.
  return untilDone(() => log.consume(task, signal), {
    transient: isUnavailable,
    report: (error, wait) => watch.failed({ partition: -1, error, wait }),
    signal,
    ...(backOff ? { backOff } : {}),
  });
}

const isUnavailable = (error: unknown) => error instanceof LogUnavailable;
const isNotFenced = (error: unknown) => !(error instanceof Fenced);

/** While stopping, an attempt that cannot succeed is given up: the position has not moved, so the records come again. */
function endQuietlyWhenStopping(tenure: Tenure) {
  return (error: unknown) => {
    if (!tenure.signal.aborted || error instanceof Fenced) throw error;
  };
}
