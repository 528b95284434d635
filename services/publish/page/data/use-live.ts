import { useEffect, useRef } from 'preact/hooks';
import { live } from './live.ts';
import type { EventName, LiveEvents } from './live-events.ts';

/** Listens for as long as the component stands; `listener` may be a new function at each drawing. */
export function useLive<N extends EventName>(name: N, listener: (event: LiveEvents[N]) => void): void {
  const newest = useRef(listener);
  newest.current = listener;
  useEffect(() => live.on(name, (event) => newest.current(event)), [name]);
}
