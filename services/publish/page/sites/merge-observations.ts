import type { Datastream, LiveObservation } from '../data/shapes.ts';

/** The datastreams with what was just observed as their latest value, unless they have a newer one. */
export function merged(known: ReadonlyMap<string, Datastream>, news: readonly LiveObservation[]): ReadonlyMap<string, Datastream> {
  const all = new Map(known);
  for (const { datastream: id, site, quantity, unit, ...latest } of news) {
    const datastream = all.get(id);
    if (datastream && isNewer(latest.phenomenonTime, datastream)) all.set(id, { ...datastream, latest });
  }
  return all;
}

/** At the same time too: another codec version, or more gateways. */
function isNewer(phenomenonTime: string, { latest }: Datastream): boolean {
  return latest === null || Date.parse(phenomenonTime) >= Date.parse(latest.phenomenonTime);
}
