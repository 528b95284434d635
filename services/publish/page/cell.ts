/** A value that others can follow. */
export interface Cell<T> {
  get(): T;
  /** Tells the listeners, unless the value is the same. */
  set(value: T): void;
  /** Gives what ends the listening. */
  listen(listener: () => void): () => void;
}

export function cell<T>(first: T): Cell<T> {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
