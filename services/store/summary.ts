import { createHash } from 'node:crypto';
import type { Window, WindowLength } from '../../packages/model/window.ts';

/** What a run of readings of one datastream comes to; readings come in order of time. Adjacent ones are merged into that of the whole. */
export interface Summary {
  readonly quantity: string;
  readonly site: string;
  /** Of the readings that count. */
  readonly count: number;
  readonly excluded: number;
  /** In order; null where nothing counts, as the three after it. */
  readonly sum: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly span: Span | null;
  /** 32 hex digits. */
  readonly digest: string;
}

/** Times of the readings that count, ms. */
export interface Span {
  readonly first: number;
  readonly last: number;
  /** Declared interval of the last one. */
  readonly interval: number | null;
  /** Between first and last: the sum over neighbours of min(gap, interval of the earlier one). */
  readonly covered: number;
  /** Whether the interval of each is known. */
  readonly isKnown: boolean;
}

/** Of adjacent runs, in order, that of the whole; its digest is that of their digests. Undefined for none. */
export function merge(runs: readonly Summary[]): Summary | undefined {
  const [first, ...others] = runs;
  return first && { ...others.reduce(join, first), digest: digestOf(runs.map(({ digest }) => digest)) };
}

function join(a: Summary, b: Summary): Summary {
  return {
    quantity: b.quantity,
    site: b.site,
    count: a.count + b.count,
    excluded: a.excluded + b.excluded,
    sum: ofBoth(a.sum, b.sum, (one, other) => one + other),
    min: ofBoth(a.min, b.min, Math.min),
    max: ofBoth(a.max, b.max, Math.max),
    span: ofBoth(a.span, b.span, joinSpans),
    digest: b.digest,
  };
}

function ofBoth<T>(a: T | null, b: T | null, join: (a: T, b: T) => T): T | null {
  if (a === null) return b;
  return b === null ? a : join(a, b);
}

export function joinSpans(a: Span, b: Span): Span {
  return {
    first: a.first,
    last: b.last,
    interval: b.interval,
    covered: a.covered + reach(b.first - a.last, a.interval) + b.covered,
    isKnown: a.isKnown && b.isKnown,
  };
}

/** How far a reading speaks for what follows it, ms. */
const reach = (gap: number, interval: number | null) => Math.min(gap, interval ?? 0);

/** The first half of the SHA-256 of lines, each ended by a line feed, as they are added. */
export class Digest {
  readonly #hash = createHash('sha256');

  add(line: string): void {
    this.#hash.update(`${line}\n`);
  }

  end(): string {
    return this.#hash.digest('hex').slice(0, 32);
  }
}

function digestOf(lines: readonly string[]): string {
  const digest = new Digest();
  for (const line of lines) digest.add(line);
  return digest.end();
}

/** Which window it is. */
export interface Extent {
  readonly datastream: string;
  readonly length: WindowLength;
  readonly start: number;
  readonly end: number;
}

/**
 * The window of all readings within it. Its coverage treats it as a circle, the last reading speaking for the gap round to the first: so a
 * sensor that keeps its interval covers it wholly whatever its phase, a burst covers little, and a lone reading covers its own interval.
 */
export function close(extent: Extent, { span, ...summary }: Summary): Window {
  const { first, last, interval, covered } = span ?? { first: null, last: null, interval: null, covered: 0 };
  return { ...extent, ...summary, first, last, interval, covered, coverage: coverage(extent, span) };
}

function coverage({ start, end }: Extent, span: Span | null): number | null {
  if (span === null) return 0;
  const length = end - start;
  return span.isKnown ? (span.covered + reach(span.first + length - span.last, span.interval)) / length : null;
}

/** A window as the summary that it was made of, to be merged into a longer one. */
export function opened({
  quantity,
  site,
  count,
  excluded,
  sum,
  min,
  max,
  first,
  last,
  interval,
  covered,
  coverage,
  digest,
}: Window): Summary {
  const span = first === null || last === null ? null : { first, last, interval, covered, isKnown: coverage !== null };
  return { quantity, site, count, excluded, sum, min, max, span, digest };
}
