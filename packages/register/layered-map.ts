/** Changes over a shared base before the two become one map again: so many cost little to copy each time. */
const mostAbove = 4_096;

/**
 * A map whose copies share what they have in common: a copy costs as much as was changed lately, not as much as there is. Values are never changed.
 * Entries that were changed come last when it is walked through.
 */
export class LayeredMap<V> {
  #base: Map<string, V>;
  /** What differs from the base; undefined as a value: removed. Without it the base is nobody else's. */
  #above: Map<string, V | undefined> | undefined;

  private constructor(base: Map<string, V>, above?: Map<string, V | undefined>) {
    this.#base = base;
    this.#above = above;
  }

  static empty<V>(): LayeredMap<V> {
    return new LayeredMap<V>(new Map());
  }

  get(key: string): V | undefined {
    return this.#above?.has(key) ? this.#above.get(key) : this.#base.get(key);
  }

  set(key: string, value: V): void {
    if (this.#above) this.#above.set(key, value);
    else this.#base.set(key, value);
  }

  delete(key: string): void {
    if (!this.#above) this.#base.delete(key);
    else if (this.#base.has(key)) this.#above.set(key, undefined);
    else this.#above.delete(key);
  }

  *entries(): IterableIterator<[string, V]> {
    const above = this.#above;
    for (const [key, value] of this.#base) if (!above?.has(key)) yield [key, value];
    for (const [key, value] of above ?? []) if (value !== undefined) yield [key, value];
  }

  *values(): IterableIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  /** Says the same, and changes by itself. */
  copy(): LayeredMap<V> {
    if (this.#above && this.#above.size > mostAbove) return new LayeredMap(new Map(this.entries()));
    this.#above ??= new Map();
    return new LayeredMap(this.#base, new Map(this.#above));
  }
}
