/** [start, end), ms UTC: 23, 24 or 25 h, or what else a zone's clock makes of it. */
export interface Day {
  readonly start: number;
  readonly end: number;
}

const dayLength = 86_400_000;
const hourLength = 3_600_000;
const second = 1000;
/** Borders remembered: ten years of them. */
const mostBorders = 3_660;

/** Whether it is a zone of the IANA time zone database that this Node knows. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The days of a time zone. A date is written as the UTC midnight that bears its name, ms. */
export class CityDays {
  readonly #format: Intl.DateTimeFormat;
  readonly #borders = new Map<number, number>();

  /** @throws RangeError when there is no such zone. */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
  }

  /** The day in which a moment lies. */
  dayOf(time: number): Day {
    let date = this.#dateAt(time);
    // Where a clock was set back across midnight, a date comes twice: its day begins with the first.
    while (this.#beginning(date) > time) date -= dayLength;
    while (this.#beginning(date + dayLength) <= time) date += dayLength;
    return { start: this.#beginning(date), end: this.#beginning(date + dayLength) };
  }

  #dateAt(time: number): number {
    const part = Object.fromEntries(this.#format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(part['year'] ?? 0, (part['month'] ?? 0) - 1, part['day'] ?? 0);
  }

  /** The moment from which on the zone writes this date or a later one: between 14 h before and 12 h after the UTC midnight of that name. */
  #beginning(date: number): number {
    const known = this.#borders.get(date);
    if (known !== undefined) return known;
    let [before, at] = [date - 15 * hourLength, date + 13 * hourLength];
    while (at - before > second) {
      const middle = before + Math.floor((at - before) / second / 2) * second;
      if (this.#dateAt(middle) >= date) at = middle;
      else before = middle;
    }
    if (this.#borders.size >= mostBorders) this.#borders.clear();
    this.#borders.set(date, at);
    return at;
  }
}
