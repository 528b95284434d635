import { useEffect, useState } from 'preact/hooks';
import type { Cell } from './cell.ts';

/** The cell's value, or what `pick` takes of it; the component is drawn again only when that has changed. */
export function useCell<T>(source: Cell<T>): T;
export function useCell<T, P>(source: Cell<T>, pick: (value: T) => P): P;
export function useCell<T, P>(source: Cell<T>, pick?: (value: T) => P): T | P {
  const read = () => (pick ? pick(source.get()) : source.get());
  const [, redraw] = useState<{ value: T | P }>({ value: read() });
  useEffect(() => {
    const follow = () => redraw((shown) => (Object.is(shown.value, read()) ? shown : { value: read() }));
    follow();
    return source.listen(follow);
  });
  return read();
}
