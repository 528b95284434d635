import type { Reading, ReadingKey } from '../model/reading.ts';
import type { Tally } from '../model/tally.ts';
import type { Window, WindowLength } from '../model/window.ts';

/**
 * The series store: readings by (datastream, phenomenon time, codec version), their latest values, their windows, and the ledger's hourly totals.
 * Every write is idempotent. Every engine passes `contract.suite.ts`.
 */
export interface Series {
  /**
   * Stores readings durably and answers for each, in the order given. Two claims to one identity are settled by `outranks` (model/evidence.ts).
   * @throws SeriesUnavailable when the store cannot write now: write the whole batch again.
   */
  write(readings: readonly Reading[]): Promise<WriteAnswer[]>;

  /**
   * The reading of the newest phenomenon time of each datastream (all, or those named), ordered by datastream; of several codec versions the greatest.
   * The readings may be shared with later answers: not to be changed.
   */
  latest(datastreams?: readonly string[]): Promise<Reading[]>;

  /**
   * Readings in [from, to), by (phenomenonTime, datastream, codecVersion), strictly after `after` where given. In pages, none of them empty, because an
   * asynchronous step for each reading would cost as much as the reading; how many a page holds is the engine's business. `inOne` gathers them.
   */
  range(query: RangeQuery): AsyncIterable<readonly Reading[]>;

  /** As `range`, without the references to frame and message, which nobody publishes in bulk and which take as long to read as all the rest. */
  bareRange(query: RangeQuery): AsyncIterable<readonly BareReading[]>;

  /** Removes every reading and every window of the datastreams; answers how many readings. */
  erase(datastreams: readonly string[]): Promise<number>;

  /** Hourly totals replace what stood for the same (partition, hour, plane). */
  writeTallies(tallies: readonly Tally[]): Promise<void>;

  /** Totals of the hours that begin in [from, to), by (hour, partition, plane). */
  tallies(from: number, to: number): Promise<Tally[]>;

  /** Windows replace what stood for the same (datastream, length, start). @throws SeriesUnavailable */
  writeWindows(windows: readonly Window[]): Promise<void>;

  /** Windows that begin in [from, to), by (start, datastream), strictly after `after` where given; in pages, as `range`. */
  windows(query: WindowQuery): AsyncIterable<readonly Window[]>;

  close(): Promise<void>;
}

export interface WindowQuery {
  readonly length: WindowLength;
  readonly datastreams?: readonly string[];
  /** ms, included. */
  readonly from: number;
  /** ms, not included. */
  readonly to: number;
  readonly after?: { readonly start: number; readonly datastream: string };
  readonly limit?: number;
}

export type BareReading = Omit<Reading, 'frame' | 'message'>;

/** `outranked`: a stronger claim to the same identity stands, this one changes nothing. */
export type WriteAnswer = { readonly answer: 'stored' | 'outranked' } | { readonly answer: 'rejected'; readonly detail: string };

export interface RangeQuery {
  readonly datastreams?: readonly string[];
  /** ms, included. */
  readonly from: number;
  /** ms, not included. */
  readonly to: number;
  readonly after?: ReadingKey;
  readonly limit?: number;
}

export class SeriesUnavailable extends Error {
  override readonly name = 'SeriesUnavailable';
}
