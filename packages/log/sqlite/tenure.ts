import { setImmediate as turn } from 'node:timers/promises';
import type { Topic } from '../../model/topics.ts';
import { Fenced, type LogRecord, type Outgoing, type Tenure } from '../contract.ts';
import type { Holding } from './position-table.ts';

/** What a tenure needs of its log; everything is done when it returns. */
export interface TenureFile {
  read(topic: Topic<unknown>, partition: number, offset: number, limit: number): LogRecord[];
  /** As `read`, without what a newer record has replaced. */
  readLatest(topic: Topic<unknown>, partition: number, offset: number, limit: number): LogRecord[];
  commit(topic: Topic<unknown>, holding: Holding, outputs: readonly Outgoing[], next: number): void;
  holds(holding: Holding): boolean;
  nextChange(topic: Topic<unknown>, signal: AbortSignal): Promise<void>;
}

const page = 1000;

/** One holder's time with one partition of one file. */
export class SqliteTenure implements Tenure {
  readonly #file: TenureFile;
  readonly #topic: Topic<unknown>;
  readonly #holding: Holding;
  readonly #ending: AbortController;
  #position: number;

  constructor(file: TenureFile, topic: Topic<unknown>, holding: Holding, ending: AbortController) {
    this.#file = file;
    this.#topic = topic;
    this.#holding = holding;
    this.#ending = ending;
    this.#position = holding.committed;
  }

  get partition(): number {
    return this.#holding.partition;
  }

  get position(): number {
    return this.#position;
  }

  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  async read(offset: number, limit: number): Promise<LogRecord[]> {
    // Reading and committing never wait by themselves: without this turn a long backlog would hold the whole process.
    await turn();
    while (!this.signal.aborted) {
      const records = this.#file.read(this.#topic, this.partition, offset, limit);
      if (records.length > 0) return records;
      await this.#file.nextChange(this.#topic, this.signal);
      if (!this.signal.aborted && !this.#file.holds(this.#holding)) this.#lose();
    }
    return [];
  }

  async *state(topic: Topic<unknown>): AsyncIterable<LogRecord> {
    let offset = 0;
    for (;;) {
      const records = this.#file.readLatest(topic, this.partition, offset, page);
      const last = records.at(-1);
      if (last === undefined) return;
      for (const record of records) if (record.value !== null) yield record;
      offset = last.offset + 1;
      await turn();
    }
  }

  async commit(outputs: readonly Outgoing[], next: number): Promise<void> {
    if (!Number.isInteger(next) || next < this.#position) {
      throw new RangeError(`Partition ${this.partition} of "${this.#topic.name}" stands at ${this.#position}; it cannot move to ${next}.`);
    }
    try {
      this.#file.commit(this.#topic, this.#holding, outputs, next);
    } catch (error) {
      if (error instanceof Fenced) this.#ending.abort(error);
      throw error;
    }
    this.#position = next;
  }

  #lose(): void {
    this.#ending.abort(new Fenced(fencedMessage(this.#topic, this.partition)));
  }
}

/** Says to an operator what has happened. */
export function fencedMessage(topic: Topic<unknown>, partition: number): string {
  return `Another process has taken partition ${partition} of "${topic.name}". Only one Vigie may run on a data folder.`;
}
