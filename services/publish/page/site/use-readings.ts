import { useCallback, useEffect, useState } from 'preact/hooks';
import { api, fetchJson } from '../data/api.ts';
import { now } from '../data/clock.ts';
import { asFault } from '../data/fault.ts';
import { live } from '../data/live.ts';
import { changed, loading, type Part, withFault } from '../data/part.ts';
import type { Observation } from '../data/shapes.ts';
import { useLive } from '../data/use-live.ts';
import type { Reading } from './gaps.ts';
import { withReading } from './with-reading.ts';

interface Page {
  readonly observations: readonly Observation[];
  readonly next: string | null;
}

const hour = 3_600_000;
/** A page holds at most 10 000; a reading every 5 s in 24 h fills two. */
const mostPages = 3;

/** The readings of the last hours of a datastream, oldest first; they follow the live connection. */
export function useReadings(datastream: string, hours: number): { readonly part: Part<readonly Reading[]>; again(): void } {
  const [part, setPart] = useState<Part<readonly Reading[]>>(loading);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((last) => last + 1), []);
  useEffect(() => live.onGap(again), [again]);
  useEffect(() => {
    const asking = new AbortController();
    fetchReadings(datastream, hours, asking.signal)
      .then((value) => setPart({ value }))
      .catch((error: unknown) => {
        if (!asking.signal.aborted) setPart((known) => withFault(known, asFault(error)));
      });
    return () => asking.abort();
  }, [datastream, hours, round]);
  useLive('observation', (observation) => {
    if (observation.datastream === datastream)
      setPart((known) => changed(known, (all) => withReading(all, readingOf(observation), now() - hours * hour)));
  });
  return { part, again };
}

async function fetchReadings(datastream: string, hours: number, signal: AbortSignal): Promise<Reading[]> {
  const from = new Date(now() - hours * hour).toISOString();
  let address: string | null = api('observations', { datastream, from, limit: 10_000 });
  const readings: Reading[] = [];
  for (let page = 0; address !== null && page < mostPages; page++) {
    const { observations, next }: Page = await fetchJson<Page>(address, signal);
    readings.push(...observations.map(readingOf));
    address = next === null ? null : new URL(next, address).href;
  }
  return readings;
}

function readingOf({ phenomenonTime, value, flags }: Observation): Reading {
  return { time: Date.parse(phenomenonTime), value, flags };
}
