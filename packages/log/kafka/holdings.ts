import { Fenced, type Task, type Tenure } from '../contract.ts';

interface Held {
  readonly ending: AbortController;
  readonly ended: Promise<void>;
}

interface HoldingsOf {
  readonly task: Task;
  /** Takes the partition, fencing whoever held it. */
  take(partition: number, ending: AbortController): Promise<{ tenure: Tenure; release(): Promise<void> }>;
  /** Told of the first error of a run, or of taking; all is to end then. */
  failed(error: unknown): void;
  /** ms after which a partition that is still ours, and was taken from us, is taken back. */
  readonly patience: number;
}

/** The partitions that a process holds of one task, as its group gives and takes them. */
export class Holdings {
  readonly #about: HoldingsOf;
  readonly #held = new Map<number, Held>();
  readonly #leaving = new Map<number, Promise<void>>();
  #assigned: ReadonlySet<number> = new Set();
  #ending = false;

  constructor(about: HoldingsOf) {
    this.#about = about;
  }

  /** What was ours and is not any more is given up when its run has ended; what has become ours begins at once. */
  assign(partitions: readonly number[]): void {
    this.#assigned = new Set(partitions);
    for (const [partition, held] of this.#held) if (!this.#assigned.has(partition)) this.#leave(partition, held);
    for (const partition of this.#assigned) this.#begin(partition);
  }

  /** Resolves when every run has ended. */
  async end(): Promise<void> {
    this.#ending = true;
    for (const [partition, held] of this.#held) this.#leave(partition, held);
    await Promise.all(this.#leaving.values());
  }

  #leave(partition: number, held: Held): void {
    held.ending.abort();
    this.#held.delete(partition);
    // A run never rejects.
    const left = held.ended.finally(() => {
      if (this.#leaving.get(partition) === left) this.#leaving.delete(partition);
      this.#begin(partition);
    });
    this.#leaving.set(partition, left);
  }

  /** One run at a time: what comes back before it was quite left begins when that has ended. */
  #begin(partition: number): void {
    if (this.#ending || this.#held.has(partition) || this.#leaving.has(partition) || !this.#assigned.has(partition)) return;
    const ending = new AbortController();
    const held = { ending, ended: this.#run(partition, ending) };
    this.#held.set(partition, held);
  }

  async #run(partition: number, ending: AbortController): Promise<void> {
    try {
      const { tenure, release } = await this.#about.take(partition, ending);
      try {
        await this.#about.task.run(tenure);
      } finally {
        // What the run has left behind, such as a read that waits, ends too.
        ending.abort();
        await release();
      }
      // A run may end quietly when it finds that it has lost its partition.
      if (ending.signal.reason instanceof Fenced) this.#lose(partition, ending);
    } catch (error) {
      if (error instanceof Fenced) this.#lose(partition, ending);
      else this.#about.failed(error);
    }
  }

  /**
   * Another process has it: the group knows, and tells us when it meets again. Should we still be told that it is ours, nobody has it (the servers
   * may end a transaction that takes too long): it is taken again, for a silent stop is worse.
   */
  #lose(partition: number, ending: AbortController): void {
    if (this.#held.get(partition)?.ending !== ending) return;
    this.#held.delete(partition);
    setTimeout(() => this.#begin(partition), this.#about.patience).unref();
  }
}
