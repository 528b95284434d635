import { type Log, LogUnavailable, type Outgoing } from '../../packages/log/contract.ts';
import { untilDone } from '../../packages/stage/back-off.ts';

/** Above this the inbox is full: brokers bring no more connections in. */
const mostBytes = 64 * 1024 * 1024;

interface Waiting {
  /** Of one publish: written in one append, so that none is acknowledged without the others. */
  readonly records: readonly Outgoing[];
  readonly held: () => void;
  readonly refused: (error: unknown) => void;
}

export interface InboxOptions {
  readonly batch: number;
  readonly signal: AbortSignal;
  /** Told of each wait for a log that cannot write. */
  report(error: unknown, wait: number): void;
  /** Told when the log fails in a way that no waiting mends. */
  fail(error: unknown): void;
}

/**
 * Where accepted messages wait until the log holds them. Everything that arrives while one batch is being written makes the next batch.
 * When the log cannot write, everyone waits; nobody is told an error (truth 1). Each connection hands in a bounded number at once.
 */
export class Inbox {
  readonly #log: Log;
  readonly #most: number;
  readonly #waiting: Waiting[] = [];
  readonly #signal: AbortSignal;
  readonly #report: (error: unknown, wait: number) => void;
  readonly #fail: (error: unknown) => void;
  #writing: Promise<void> | undefined;
  #size = 0;
  #bytes = 0;

  constructor(log: Log, options: InboxOptions) {
    this.#log = log;
    this.#most = options.batch;
    this.#signal = options.signal;
    this.#report = options.report;
    this.#fail = options.fail;
  }

  /** Resolves when the log holds the records of one publish. Rejects when Vigie stops while the log cannot write, or the log is broken: then nothing was acknowledged. */
  accept(records: readonly Outgoing[]): Promise<void> {
    return new Promise((held, refused) => {
      this.#waiting.push({ records, held, refused });
      this.#size += records.length;
      this.#bytes += bytesOf(records);
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  /** Messages that the log does not hold yet, the batch being written included. */
  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#bytes > mostBytes;
  }

  /** Resolves when nothing waits any more. */
  async emptied(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  async #write(): Promise<void> {
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const batch = this.#nextBatch();
      const records = batch.flatMap((waiting) => waiting.records);
      await this.#append(records).then(
        () => {
          for (const { held } of batch) held();
        },
        (error: unknown) => {
          if (!this.#signal.aborted) this.#fail(error);
          for (const { refused } of batch) refused(error);
        },
      );
      this.#size -= records.length;
      this.#bytes -= bytesOf(records);
    }
  }

  /** As many publishes as fit, one at least. */
  #nextBatch(): Waiting[] {
    let records = 0;
    const end = this.#waiting.findIndex((waiting) => {
      records += waiting.records.length;
      return records > this.#most;
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : Math.max(1, end));
  }

  #append(records: readonly Outgoing[]): Promise<void> {
    const transient = (error: unknown) => error instanceof LogUnavailable;
    return untilDone(() => this.#log.append(records), { transient, report: this.#report, signal: this.#signal });
  }
}

const bytesOf = (records: readonly Outgoing[]): number => records.reduce((all, { value }) => all + (value?.length ?? 0), 0);
