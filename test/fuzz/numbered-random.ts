/** Numbers that look random and depend on the seed and the input's own number alone, so that one input can be made again without those before it. */
export class NumberedRandom {
  #state: number;

  constructor(seed: number, number: number) {
    this.#state = (Math.imul(seed, 0x9e37_79b1) ^ Math.imul(number + 1, 0x85eb_ca6b) ^ Math.floor(number / 2 ** 32)) >>> 0;
  }

  /** 32 bits (mulberry32, Tommy Ettinger 2017). */
  word(): number {
    this.#state = (this.#state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A whole number from 0, included, to `end`, not included. */
  below(end: number): number {
    return this.word() % end;
  }

  /** @throws RangeError when there is nothing to pick from. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('There is nothing to pick from: the list is empty.');
    return from[this.below(from.length)] as T;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.word() >>> 24);
  }
}
