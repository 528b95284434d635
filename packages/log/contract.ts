import { encode } from '../model/contents.ts';
import type { Topic } from '../model/topics.ts';

/**
 * The log: topics of records in partitions, kept durably and in order. Services meet only here.
 * Every engine passes `contract.suite.ts`; nothing outside this folder asks which engine it is on.
 */
export interface Log {
  /** Identity of this log's storage: a recreated log never looks like an old one. Part of every message id. */
  readonly incarnation: string;

  /** How many partitions the topic has on this engine. */
  partitions(topic: Topic<unknown>): number;

  /**
   * Appends; resolved means durable, all or nothing, in order within each partition.
   * @throws LogUnavailable when it cannot write now: nothing was written, try again. (An engine of several machines may have written a part, or
   * all but lost the answer: it comes again, which is normal input.)
   */
  append(records: readonly Outgoing[]): Promise<void>;

  /**
   * Runs `task.run` once for every partition that falls to this process, again whenever one falls to it anew, until `signal` aborts;
   * then waits for all runs to end. A run that ends by Fenced is the engine's business; any other error of a run rejects.
   */
  consume(task: Task, signal: AbortSignal): Promise<void>;

  /**
   * Records of one partition from `offset` on, oldest first, at most `limit`; waits for nothing. Of a compacted topic: those that still stand, and
   * of one with a history also those that were replaced within it, so that who reads up to an offset finds what stood there.
   */
  read(topic: Topic<unknown>, partition: number, offset: number, limit: number): Promise<LogRecord[]>;

  /** Resolves when something was appended to one of the topics after the call, or when `signal` aborts. Never rejects. */
  changed(topics: readonly Topic<unknown>[], signal: AbortSignal): Promise<void>;

  /** Where a group stands in each partition of a topic. */
  standing(group: string, topic: Topic<unknown>): Promise<Standing[]>;

  /** Applies retention by time (against `now`, ms) and by bytes; never removes what a group that has started has not yet committed. */
  sweep(now: number): Promise<{ removed: number }>;

  close(): Promise<void>;
}

export interface Task {
  /** Whose positions these are, e.g. `decode`. */
  readonly group: string;
  readonly topic: Topic<unknown>;
  run(tenure: Tenure): Promise<void>;
}

/**
 * One holder's time with one partition. Taking it fences every earlier holder: a commit of theirs fails from then on.
 * State is read after the tenure begins, so it is what the last commit left (truth 4).
 */
export interface Tenure {
  readonly partition: number;
  /** Next offset to read; moves with `commit`. */
  readonly position: number;
  /** Aborted when the partition must be given up. */
  readonly signal: AbortSignal;

  /** Records from `offset` on, at most `limit`; waits for the first one; [] once the signal has aborted. */
  read(offset: number, limit: number): Promise<LogRecord[]>;

  /** The live records of a compacted topic's partition, in offset order. */
  state(topic: Topic<unknown>): AsyncIterable<LogRecord>;

  /**
   * Outputs, state and position move together or not at all (truth 4).
   * @throws Fenced when somebody else holds the partition now; LogUnavailable when it cannot write now (nothing moved, try again: the very same
   * commit, for over a network only then is it found out whether the first one took place; another one instead may be Fenced).
   */
  commit(outputs: readonly Outgoing[], next: number): Promise<void>;
}

/** A record to be written. Without `partition`, the key decides (`partition.ts`). Without `value`, the key is removed from a compacted topic. */
export interface Outgoing {
  readonly topic: Topic<unknown>;
  readonly key: string;
  readonly value: Uint8Array | null;
  /** The record's time, ms; retention counts from here. */
  readonly time: number;
  readonly partition?: number;
}

export interface LogRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: Uint8Array | null;
  readonly time: number;
}

export interface Standing {
  readonly partition: number;
  /** Oldest offset that is still kept. */
  readonly start: number;
  /** First offset that the group has not committed. */
  readonly committed: number;
  /** Offset of the next record to come. */
  readonly end: number;
}

/** The log cannot write (or read) now; nothing has changed, the caller waits and tries again. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

/** Another holder has taken the partition: this one's work is void. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** A typed record for `append` or `commit`. */
export function outgoing<T>(topic: Topic<T>, key: string, value: T, time: number, partition?: number): Outgoing {
  return { topic, key, value: encode(topic, value), time, ...(partition === undefined ? {} : { partition }) };
}

/** Removes a key from a compacted topic. */
export function removal(topic: Topic<unknown>, key: string, time: number, partition?: number): Outgoing {
  return { topic, key, value: null, time, ...(partition === undefined ? {} : { partition }) };
}
