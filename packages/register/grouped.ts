import { LayeredMap } from './layered-map.ts';

/** Values by a key that several share. A group is replaced, never changed: who holds one keeps what it saw. */
export class Grouped<V> {
  readonly #groups: LayeredMap<readonly V[]>;

  constructor(groups: LayeredMap<readonly V[]> = LayeredMap.empty()) {
    this.#groups = groups;
  }

  of(key: string): readonly V[] {
    return this.#groups.get(key) ?? [];
  }

  add(key: string, value: V): void {
    this.#groups.set(key, [...this.of(key), value]);
  }

  remove(key: string, value: V): void {
    const left = this.of(key).filter((one) => one !== value);
    if (left.length > 0) this.#groups.set(key, left);
    else this.#groups.delete(key);
  }

  copy(): Grouped<V> {
    return new Grouped(this.#groups.copy());
  }
}
