/** Work under one key is done one after another, in the order in which it was asked for; under different keys side by side. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    const leave = () => {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    };
    this.#last.set(key, mine);
    mine.then(leave, leave);
    return mine;
  }
}
