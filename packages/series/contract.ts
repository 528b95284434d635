import type { Reading, ReadingKey } from '../model/reading.ts';
import type { Tally } from '../model/tally.ts';

/**
 * The series store: readings by (datastream, phenomenon time, codec version), their latest values, and the ledger's hourly totals.
 * Every write is idempotent. Every engine passes `contract.suite.ts`.
 */
export interface Series {
  /**
   * Stores readings durably and answers for each, in the order given. Two claims to one identity are settled by `outranks` (model/evidence.ts).
   * @throws SeriesUnavailable when the store cannot write now: write the whole batch again.
   */
  write(readings: readonly Reading[]): Promise<WriteAnswer[]>;

  /** The reading of the newest phenomenon time of each datastream (all, or those named), ordered by datastream. */
  latest(datastreams?: readonly string[]): Promise<Reading[]>;

  /** Readings in [from, to), by (phenomenonTime, datastream, codecVersion), strictly after `after` where given. */
  range(query: RangeQuery): AsyncIterable<Reading>;

  /** Removes every reading of the datastreams; answers how many. */
  erase(datastreams: readonly string[]): Promise<number>;

  /** Hourly totals replace what stood for the same (partition, hour, plane). */
  writeTallies(tallies: readonly Tally[]): Promise<void>;

  /** Totals of the hours that begin in [from, to), by (hour, partition, plane). */
  tallies(from: number, to: number): Promise<Tally[]>;

  close(): Promise<void>;
}

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
