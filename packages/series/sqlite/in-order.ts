/** A run of rows in order, and the first of it that was not yet given. */
interface Run<Row> {
  readonly rows: Iterator<Row, unknown>;
  readonly head: Row;
}

/** Whether `a` comes before `b`. */
export type IsBefore<Row> = (a: Row, b: Row) => boolean;

/** Merges runs that are each in one order into one run in that order. Holds one row of each. */
export class Merge<Row> {
  readonly #isBefore: IsBefore<Row>;
  /** The run whose head comes first stands last, where taking it is cheap. */
  readonly #waiting: Run<Row>[] = [];

  constructor(isBefore: IsBefore<Row>) {
    this.#isBefore = isBefore;
  }

  add(rows: Iterator<Row, unknown>): void {
    const next = rows.next();
    if (!next.done) this.#waiting.splice(this.#placeOf(next.value), 0, { rows, head: next.value });
  }

  /** Up to `size` rows; fewer than that are the last. */
  take(size: number): Row[] {
    const taken: Row[] = [];
    while (taken.length < size) {
      const run = this.#waiting.pop();
      if (run === undefined) break;
      taken.push(run.head);
      this.add(run.rows);
    }
    return taken;
  }

  #placeOf(head: Row): number {
    let [low, high] = [0, this.#waiting.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#waiting[middle];
      if (other !== undefined && this.#isBefore(head, other.head)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
