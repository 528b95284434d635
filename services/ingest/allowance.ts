/**
 * How many messages one client may send: so many a second, and as many at once after a rest (the generic cell rate algorithm, ITU-T I.371). Whoever
 * sends more is told to wait, never refused.
 */
export class Allowance {
  readonly #each: number;
  readonly #now: () => number;
  /** When all that was taken is paid for, ms of the clock. */
  #paid = 0;

  /** @param now ms of a clock that is never set back */
  constructor(mostPerSecond: number, now: () => number = () => performance.now()) {
    this.#each = 1_000 / mostPerSecond;
    this.#now = now;
  }

  /** Takes one. Milliseconds until the next may come; 0 while the allowance lasts. */
  take(): number {
    const now = this.#now();
    this.#paid = Math.max(this.#paid, now) + this.#each;
    return Math.max(0, this.#paid - now - 1_000);
  }
}
