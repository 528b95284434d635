import type { Datastream, Site } from '../data/shapes.ts';
import { type SiteStanding, standingOf } from './standing.ts';

/** A site as list and map show it: how it does, and its value of the chosen quantity. */
export interface ShownSite {
  readonly site: Site;
  readonly standing: SiteStanding;
  readonly hasLowBattery: boolean;
  /** Undefined: the site does not measure the quantity. */
  readonly datastream: Datastream | undefined;
  /** Null: none yet, or none that is a number. */
  readonly value: number | null;
  /** When it was true, ms. */
  readonly time: number | null;
}

export interface ShownParts {
  readonly sites: readonly Site[];
  readonly datastreams: ReadonlyMap<string, Datastream>;
  readonly heard: ReadonlyMap<string, number>;
  readonly quantity: string | undefined;
}

/** In the order of the sites; those that do not measure the quantity after the others. */
export function shownSites({ sites, datastreams, heard, quantity }: ShownParts, now: number): ShownSite[] {
  const measuring = new Map<string, Datastream>();
  for (const one of datastreams.values()) if (one.quantity === quantity) measuring.set(one.site, one);
  const all = sites.map((site) => shownSite(site, measuring.get(site.id), standingOf(site.status, heard.get(site.id), now)));
  return [...all.filter((one) => !isBeside(one)), ...all.filter(isBeside)];
}

function shownSite(site: Site, datastream: Datastream | undefined, standing: SiteStanding): ShownSite {
  const latest = datastream?.latest;
  return {
    site,
    standing,
    hasLowBattery: site.warnings?.includes('low_battery') ?? false,
    datastream,
    value: latest?.value ?? null,
    time: latest ? Date.parse(latest.phenomenonTime) : null,
  };
}

/** It reports, and measures other things. */
export function isBeside({ datastream, standing }: ShownSite): boolean {
  return datastream === undefined && standing.state === 'reporting';
}

/** Its value is one of now, and may be coloured. */
export function isCurrent({ standing, value }: ShownSite): boolean {
  return standing.state === 'reporting' && value !== null;
}
