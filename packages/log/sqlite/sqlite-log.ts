import { setMaxListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import type { Topic } from '../../model/topics.ts';
import { Fenced, type Log, type LogRecord, LogUnavailable, type Outgoing, type Standing, type Task } from '../contract.ts';
import { type Append, prepareAppend } from './append.ts';
import { runTenures } from './consume.ts';
import type { DatabaseSettings, Db } from './database.ts';
import { PositionTable } from './position-table.ts';
import { prepareRead, type Read } from './read.ts';
import { prepareSweep } from './sweep.ts';
import { Tail } from './tail.ts';
import { fencedMessage, SqliteTenure, type TenureFile } from './tenure.ts';
import { TopicTable } from './topic-table.ts';
import { orUnavailable } from './unavailable.ts';
import { Wakes } from './wakes.ts';

/** The log in one SQLite file. Every method does its work in the file at once; only waiting is asynchronous. */
export class SqliteLog implements Log {
  readonly incarnation: string;
  readonly #db: Db;
  readonly #clock: () => number;
  readonly #topics: TopicTable;
  readonly #positions: PositionTable;
  readonly #append: Append;
  readonly #read: Read;
  readonly #tail = new Tail();
  readonly #sweep: (now: number) => Generator<number>;
  readonly #endOf;
  readonly #wakes: Wakes;
  readonly #closing = new AbortController();
  readonly #consumptions = new Map<AbortController, Promise<void>>();

  /** @param db of `openDatabase` with the same settings; the log closes it. */
  constructor(db: Db, { partitions, clock = Date.now }: Omit<DatabaseSettings, 'file'>) {
    const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck();
    this.#db = db;
    this.#clock = clock;
    this.#topics = new TopicTable(db, partitions);
    this.#positions = new PositionTable(db);
    this.#append = prepareAppend(db, this.#topics);
    this.#read = prepareRead(db);
    this.#sweep = prepareSweep(db);
    this.#endOf = db.prepare<[number], number>('SELECT sum(next_offset) FROM partitions WHERE topic_id = ?').pluck();
    this.#wakes = new Wakes(() => dataVersion.get() ?? -1);
    this.incarnation = db.prepare<[], string>('SELECT incarnation FROM log').pluck().get() ?? '';
  }

  partitions(topic: Topic<unknown>): number {
    return this.#topics.partitions(topic);
  }

  async append(records: readonly Outgoing[]): Promise<void> {
    this.#write(records);
    await turn();
  }

  async consume(task: Task, signal: AbortSignal): Promise<void> {
    this.#mustNotClose();
    if (signal.aborted) return;
    const ending = new AbortController();
    setMaxListeners(0, ending.signal);
    const tenures = this.#take(task, ending);
    const stop = () => ending.abort();
    signal.addEventListener('abort', stop);
    const running = runTenures(tenures, task, ending);
    this.#consumptions.set(ending, running);
    try {
      await running;
    } finally {
      this.#consumptions.delete(ending);
      signal.removeEventListener('abort', stop);
    }
  }

  async read(topic: Topic<unknown>, partition: number, offset: number, limit: number): Promise<LogRecord[]> {
    const records = this.#readNow(topic, partition, offset, limit);
    await turn();
    return records;
  }

  async changed(topics: readonly Topic<unknown>[], signal: AbortSignal): Promise<void> {
    this.#mustNotClose();
    const names = topics.map(({ name }) => name);
    const before = this.#ends(topics);
    do await this.#wakes.next(names, signal);
    while (!signal.aborted && !this.#closing.signal.aborted && this.#ends(topics) === before);
  }

  async standing(group: string, topic: Topic<unknown>): Promise<Standing[]> {
    return this.#now(() => {
      const known = this.#topics.find(topic);
      if (known !== undefined) return this.#positions.standing(group, known.id);
      return Array.from({ length: this.partitions(topic) }, (_, partition) => ({ partition, start: 0, committed: 0, end: 0 }));
    });
  }

  async sweep(now: number): Promise<{ removed: number }> {
    this.#mustNotClose();
    let removed = 0;
    const slices = this.#sweep(now);
    for (let step = orUnavailable(() => slices.next()); !step.done; step = orUnavailable(() => slices.next())) {
      removed += step.value;
      this.#tail.clear();
      await turn();
      if (this.#closing.signal.aborted) return { removed };
    }
    // The write-ahead log still has the pages from before; while others read, it keeps them until the next sweep.
    this.#now(() => this.#db.pragma('wal_checkpoint(TRUNCATE)'));
    return { removed };
  }

  /** Aborts every tenure and waits for its run: not to be awaited inside a run. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const ending of this.#consumptions.keys()) ending.abort();
    this.#wakes.wake();
    // What a run ends with is told to whoever called `consume`.
    await Promise.allSettled(this.#consumptions.values());
    this.#db.close();
  }

  #take(task: Task, ending: AbortController): SqliteTenure[] {
    const { group, topic } = task;
    const at = new Date(this.#clock()).toISOString();
    const holdings = this.#now(() => {
      const { id, partitions } = this.#topics.register(topic);
      const take = () => Array.from({ length: partitions }, (_, partition) => this.#positions.take(group, id, partition, at));
      return this.#db.transaction(take).immediate();
    });
    this.#wakes.wake(new Set([topic.name]));
    const file = this.#tenureFile();
    return holdings.map((holding) => new SqliteTenure(file, topic, holding, ending));
  }

  #tenureFile(): TenureFile {
    return {
      read: (topic, partition, offset, limit) => this.#readNow(topic, partition, offset, limit),
      readLatest: (topic, partition, offset, limit) => this.#readNow(topic, partition, offset, limit, false),
      commit: (topic, holding, outputs, next) =>
        this.#write(outputs, () => {
          if (!this.#positions.move(holding, next)) throw new Fenced(fencedMessage(topic, holding.partition));
        }),
      holds: (holding) => this.#now(() => this.#positions.holds(holding)),
      nextChange: (topic, signal) => this.#wakes.next([topic.name], signal),
    };
  }

  #write(records: readonly Outgoing[], guard?: () => void): void {
    const written = this.#now(() => this.#append(records, guard));
    for (const { topic, record } of written) if (!topic.compacted) this.#tail.add(topic.id, topic.partitions, record);
    this.#wakes.wake(new Set(records.map(({ topic }) => topic.name)));
  }

  #readNow(topic: Topic<unknown>, partition: number, offset: number, limit: number, history = true): LogRecord[] {
    return this.#now(() => {
      this.#topics.check(topic, partition);
      const known = this.#topics.find(topic);
      if (known === undefined) return [];
      const newest = known.compacted ? undefined : this.#tail.read(known.id, partition, offset, limit);
      return newest ?? this.#read({ ...known, remembers: known.remembers && history }, partition, offset, limit);
    });
  }

  /** How much was ever appended to the topics; NaN, which equals nothing, when the file cannot be read now: who looks will be told. */
  #ends(topics: readonly Topic<unknown>[]): number {
    try {
      return this.#now(() => topics.reduce((sum, topic) => sum + this.#end(topic), 0));
    } catch (error) {
      if (error instanceof LogUnavailable) return Number.NaN;
      throw error;
    }
  }

  #end(topic: Topic<unknown>): number {
    const known = this.#topics.find(topic);
    return known === undefined ? 0 : (this.#endOf.get(known.id) ?? 0);
  }

  #now<T>(action: () => T): T {
    this.#mustBeOpen();
    return orUnavailable(action);
  }

  /** For what would outlast `close`; what a run still does while `close` waits for it is let through. */
  #mustNotClose(): void {
    if (this.#closing.signal.aborted) throw new Error('This log has been closed.');
  }

  #mustBeOpen(): void {
    if (!this.#db.open) throw new Error('This log has been closed.');
  }
}
