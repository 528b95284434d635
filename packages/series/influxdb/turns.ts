/** Work that is done one after another, in the order asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    // The next waits for the end, whichever it is; who asked hears of the failure.
    this.#last = mine.then(ended, ended);
    return mine;
  }
}

const ended = () => undefined;
