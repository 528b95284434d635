/**
 * Keeps at most `most` values by key, the recently used ones. Two generations instead of a list in order of use: a hit costs one look-up,
 * and what a whole generation did not ask for is forgotten with it.
 */
export class RecentlyUsed<K, V> {
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  readonly #mostOfAGeneration: number;

  constructor(most: number) {
    this.#mostOfAGeneration = Math.max(1, Math.floor(most / 2));
  }

  /** The value kept for the key, else the one that `make` gives, which is kept from now on. */
  get(key: K, make: (key: K) => V): V {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const value = this.#old.get(key) ?? make(key);
    if (this.#young.size >= this.#mostOfAGeneration) this.#age();
    this.#young.set(key, value);
    this.#old.delete(key);
    return value;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  #age(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }
}
