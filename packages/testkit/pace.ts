/** When the next one is due: so many per second, evenly. What was held up for longer than a second is not caught up with. */
export class Pace {
  readonly #perSecond: number;
  #start: number;

  /** `now` is any clock's milliseconds, the same in every call. */
  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#start = now;
  }

  /** Milliseconds until the next is due when `done` have been; 0 or less: it is. */
  wait(done: number, now: number): number {
    const wait = this.#start + (1000 * done) / this.#perSecond - now;
    if (wait >= -1000) return wait;
    this.#start -= wait;
    return 0;
  }
}
