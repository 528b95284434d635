import { useEffect, useState } from 'preact/hooks';
import { cell } from '../cell.ts';

/** A browser's clock may be wrong: what the server's says more, in ms. */
let ahead = 0;
/** The header has whole seconds, and takes its time to arrive. */
const tolerated = 3_000;

/** From a Date header. */
export function setServerTime(header: string | null): void {
  const told = Date.parse(header ?? '');
  if (Number.isNaN(told)) return;
  const difference = told - Date.now();
  ahead = Math.abs(difference) > tolerated ? difference : 0;
}

/** Now in ms, by the city's clock. */
export function now(): number {
  return Date.now() + ahead;
}

const second = cell(now());
setInterval(() => second.set(now()), 1_000);

/** Now, told anew every so many seconds (1, 10, 60). */
export function useNow(every = 1): number {
  const [shown, show] = useState(now());
  useEffect(() => {
    const step = () => Math.floor(second.get() / (every * 1_000));
    let last = step();
    return second.listen(() => {
      if (step() === last) return;
      last = step();
      show(now());
    });
  }, [every]);
  return shown;
}
