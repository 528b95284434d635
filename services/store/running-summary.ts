import type { ReadingFlag } from '../../packages/model/reading.ts';
import type { BareReading } from '../../packages/series/contract.ts';
import { Digest, joinSpans, type Span, type Summary } from './summary.ts';

/** The interval that a reading's device declares, ms; null: none is known. */
export type IntervalOf = (reading: BareReading) => number | null;

/** With one of these a value is kept and shown, and counts for no aggregate. */
const excluding: readonly ReadingFlag[] = ['not_a_number', 'out_of_range', 'bad_time'];

/** Sums up readings of one datastream one after another, in order of time and codec version: however many there are, it holds one. */
export class RunningSummary {
  readonly #intervalOf: IntervalOf;
  readonly #digest = new Digest();
  /** The newest so far: it counts unless one of the same time and a greater codec version follows. */
  #standing: BareReading | undefined;
  #count = 0;
  #excluded = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #span: Span | null = null;

  constructor(intervalOf: IntervalOf) {
    this.#intervalOf = intervalOf;
  }

  add(reading: BareReading): void {
    this.#digest.add(lineOf(reading));
    if (this.#standing !== undefined && this.#standing.phenomenonTime !== reading.phenomenonTime) this.#settle(this.#standing);
    this.#standing = reading;
  }

  /** Undefined when nothing was added. Nothing is added after it. */
  end(): Summary | undefined {
    const last = this.#standing;
    if (last === undefined) return undefined;
    this.#settle(last);
    const isEmpty = this.#count === 0;
    return {
      quantity: last.quantity,
      site: last.site,
      count: this.#count,
      excluded: this.#excluded,
      sum: isEmpty ? null : this.#sum,
      min: isEmpty ? null : this.#min,
      max: isEmpty ? null : this.#max,
      span: this.#span,
      digest: this.#digest.end(),
    };
  }

  #settle(reading: BareReading): void {
    const { value, flags, phenomenonTime } = reading;
    if (value === null || excluding.some((flag) => flags.includes(flag))) {
      this.#excluded += 1;
      return;
    }
    this.#count += 1;
    this.#sum += value;
    this.#min = Math.min(this.#min, value);
    this.#max = Math.max(this.#max, value);
    const interval = this.#intervalOf(reading);
    const own = { first: phenomenonTime, last: phenomenonTime, interval, covered: 0, isKnown: interval !== null };
    this.#span = this.#span === null ? own : joinSpans(this.#span, own);
  }
}

/** All that decides on a window, and only what is published: whoever has the observations can make the digest again. */
function lineOf({ datastream, phenomenonTime, codecVersion, value, flags, evidence }: BareReading): string {
  return JSON.stringify([datastream, new Date(phenomenonTime).toISOString(), codecVersion, value, flags, evidence]);
}
