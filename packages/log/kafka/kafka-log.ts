import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import type { Topic } from '../../model/topics.ts';
import type { Log, LogRecord, Outgoing, Standing, Task } from '../contract.ts';
import { aborted } from './ahead.ts';
import { Appender } from './appender.ts';
import { Commits } from './commits.ts';
import { EndsWatch } from './ends-watch.ts';
import { Holdings } from './holdings.ts';
import { clusterOf, earliest, latest } from './internals.ts';
import { belong } from './membership.ts';
import { OwnWrites } from './own-writes.ts';
import { readRecords } from './read-records.ts';
import { Reader } from './reader.ts';
import { standingState } from './standing-state.ts';
import type { KafkaSweep } from './sweep.ts';
import { KafkaTenure } from './tenure.ts';
import type { TopicNames } from './topic-names.ts';
import { orUnavailable } from './unavailable.ts';

/** What an open log is made of. */
export interface KafkaParts {
  readonly kafka: Kafka;
  readonly admin: Admin;
  readonly reader: Reader;
  readonly names: TopicNames;
  readonly sweep: KafkaSweep;
  readonly incarnation: string;
  readonly sessionTimeout: number;
}

/** The log on a Kafka cluster. */
export class KafkaLog implements Log {
  readonly incarnation: string;
  readonly #parts: KafkaParts;
  readonly #appender: Appender;
  readonly #own: OwnWrites;
  readonly #watch: EndsWatch;
  /** By group and topic: where this process's commits have brought the partitions. */
  readonly #positions = new Map<string, Map<number, number>>();
  readonly #consumptions = new Map<AbortController, Promise<void>>();
  readonly #closing = new AbortController();
  #closed = false;

  constructor(parts: KafkaParts) {
    this.#parts = parts;
    this.incarnation = parts.incarnation;
    this.#appender = new Appender(parts.kafka, parts.names);
    this.#own = new OwnWrites(parts.reader);
    this.#watch = new EndsWatch(async (topic) => this.#sumOfEnds(topic));
  }

  partitions(topic: Topic<unknown>): number {
    return this.#parts.names.partitions(topic);
  }

  async append(records: readonly Outgoing[]): Promise<void> {
    this.#mustBeOpen();
    await this.#appender.append(records);
    this.#watch.grown(records.map(({ topic }) => this.#parts.names.of(topic)));
  }

  async consume(task: Task, signal: AbortSignal): Promise<void> {
    this.#mustNotClose();
    if (signal.aborted) return;
    const ending = new AbortController();
    setMaxListeners(0, ending.signal);
    const stop = () => ending.abort();
    signal.addEventListener('abort', stop);
    const running = this.#hold(task, ending);
    this.#consumptions.set(ending, running);
    try {
      await running;
    } finally {
      this.#consumptions.delete(ending);
      signal.removeEventListener('abort', stop);
    }
  }

  async read(topic: Topic<unknown>, partition: number, offset: number, limit: number): Promise<LogRecord[]> {
    this.#mustBeOpen();
    const { names, reader } = this.#parts;
    names.check(topic, partition);
    await this.#watch.snapshotsTaken();
    await this.#own.readable(names.of(topic), [partition]);
    return readRecords(reader, names.of(topic), partition, offset, limit);
  }

  async changed(topics: readonly Topic<unknown>[], signal: AbortSignal): Promise<void> {
    this.#mustNotClose();
    const names = topics.map((topic) => this.#parts.names.of(topic));
    await this.#watch.changed(names, signal);
  }

  async standing(group: string, topic: Topic<unknown>): Promise<Standing[]> {
    this.#mustBeOpen();
    const { names, reader } = this.#parts;
    const [name, all] = [names.of(topic), names.all(topic)];
    await this.#own.readable(name, all);
    // Positions first: a group moves on meanwhile, and so does the end.
    const committed = await this.#committed(group, topic);
    const [start, end] = await Promise.all([reader.offsets(name, all, earliest), reader.offsets(name, all, latest)]);
    return all.map((partition) => ({
      partition,
      start: start.get(partition) ?? 0,
      committed: committed.get(partition) ?? 0,
      end: end.get(partition) ?? 0,
    }));
  }

  async sweep(now: number): Promise<{ removed: number }> {
    this.#mustNotClose();
    await this.#own.allReadable();
    await this.#positionsKnown();
    return orUnavailable(() => this.#parts.sweep.run(now, this.#closing.signal));
  }

  /** Aborts every tenure and waits for its run: not to be awaited inside a run. */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const ending of this.#consumptions.keys()) ending.abort();
    this.#watch.wakeAll();
    // What a run ends with is told to whoever called `consume`.
    await Promise.allSettled(this.#consumptions.values());
    if (this.#closed) return;
    this.#closed = true;
    // Who opens the log after this finds all that was committed.
    await Promise.allSettled([this.#own.allReadable()]);
    await Promise.allSettled([this.#appender.close(), this.#parts.reader.close(), this.#parts.admin.disconnect()]);
  }

  async #hold(task: Task, ending: AbortController): Promise<void> {
    const { kafka, names, sessionTimeout } = this.#parts;
    const errors: unknown[] = [];
    const failed = (error: unknown) => {
      errors.push(error);
      ending.abort();
    };
    const take = (partition: number, own: AbortController) => this.#take(task, partition, own);
    const holdings = new Holdings({ task, take, failed, patience: sessionTimeout });
    const leaving = new AbortController();
    const group = { kafka, group: names.group(task.group), topic: names.of(task.topic), sessionTimeout };
    const belonging = belong({ ...group, assigned: (partitions) => holdings.assign(partitions) }, leaving.signal).catch(failed);
    await aborted(ending.signal);
    // The runs first, so that their last commits are made while the partitions are ours.
    await holdings.end();
    leaving.abort();
    await belonging;
    if (errors.length > 0) throw errors[0];
  }

  async #take(task: Task, partition: number, ending: AbortController) {
    const { kafka, admin, names } = this.#parts;
    const [topic, group] = [names.of(task.topic), names.group(task.group)];
    const transactionalId = `${group}.${this.incarnation}.${task.topic.name}.${partition}`;
    const commits = await Commits.open({ kafka, admin, transactionalId, group, topic, partition });
    const reader = new Reader(clusterOf(kafka));
    setMaxListeners(0, ending.signal);
    const tenure = new KafkaTenure(
      {
        ...{ names, reader, commits },
        state: (of, at) => this.#state(of, at),
        committed: (written, outputs, next) => this.#tell({ group: task.group, topic: task.topic, partition }, written, outputs, next),
      },
      task.topic,
      partition,
      ending,
    );
    const release = async () => {
      await Promise.all([commits.close(), reader.close()]);
    };
    return { tenure, release };
  }

  async *#state(topic: Topic<unknown>, partition: number): AsyncIterable<LogRecord> {
    const { names, reader } = this.#parts;
    const name = names.of(topic);
    await this.#own.readable(name, [partition]);
    yield* standingState(reader, name, partition);
  }

  #tell(
    { group, topic, partition }: { group: string; topic: Topic<unknown>; partition: number },
    written: readonly { topic: string; partition: number; offset: number }[],
    outputs: readonly Outgoing[],
    next: number,
  ): void {
    for (const one of written) this.#own.add(one.topic, one.partition, one.offset);
    const key = `${group} ${topic.name}`;
    this.#positions.set(key, (this.#positions.get(key) ?? new Map<number, number>()).set(partition, next));
    this.#watch.grown(outputs.map((output) => this.#parts.names.of(output.topic)));
  }

  /** As the servers know it, or as this process has just moved it: the servers learn of it a moment after the commit. */
  async #committed(group: string, topic: Topic<unknown>): Promise<Map<number, number>> {
    const { admin, names } = this.#parts;
    const found = await orUnavailable(() => admin.fetchOffsets({ groupId: names.group(group), topics: [names.of(topic)] }));
    const own = this.#positions.get(`${group} ${topic.name}`);
    const standing = found[0]?.partitions ?? [];
    return new Map(standing.map(({ partition, offset }) => [partition, Math.max(0, Number(offset), own?.get(partition) ?? 0)]));
  }

  /** Resolves when the servers know where this process's commits have brought its groups, a few ms after those; or do not learn of it. */
  async #positionsKnown(): Promise<void> {
    const { admin, names } = this.#parts;
    for (const [key, own] of this.#positions) {
      const [group = '', topic = ''] = key.split(' ');
      for (let looks = 0; looks < 100; looks++) {
        const found = await orUnavailable(() => admin.fetchOffsets({ groupId: names.group(group), topics: [names.of({ name: topic })] }));
        const known = new Map(found[0]?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
        if ([...own].every(([partition, offset]) => (known.get(partition) ?? -1) >= offset)) break;
        await delay(10);
      }
    }
  }

  async #sumOfEnds(topic: string): Promise<number> {
    const partitions = this.#parts.names.allOf(topic);
    return [...(await this.#parts.reader.offsets(topic, partitions, latest)).values()].reduce((all, end) => all + end, 0);
  }

  /** For what would outlast `close`; what a run still does while `close` waits for it is let through. */
  #mustNotClose(): void {
    if (this.#closing.signal.aborted) throw new Error('This log has been closed.');
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new Error('This log has been closed.');
  }
}
