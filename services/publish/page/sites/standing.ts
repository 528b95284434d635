import type { SiteStatus } from '../data/shapes.ts';

/** How a site does, now. */
export interface SiteStanding {
  readonly state: SiteStatus['state'];
  /** Last heard, ms. */
  readonly since: number | null;
  /** Seconds. */
  readonly expectedEvery: number | null;
}

/** So many missed messages make a silence. */
const missed = 3;

/** The status as told, carried on to now: heard since, or silent by now. `heard`: last heard by this page, ms. */
export function standingOf(status: SiteStatus | undefined, heard: number | undefined, now: number): SiteStanding {
  const told = status?.since ? Date.parse(status.since) : null;
  const since = Math.max(told ?? 0, heard ?? 0) || null;
  const expectedEvery = status?.expectedEvery ?? null;
  if (since === null) return { state: 'waiting', since, expectedEvery };
  if (expectedEvery === null) return { state: heard ? 'reporting' : (status?.state ?? 'reporting'), since, expectedEvery };
  const isSilent = now - since > missed * expectedEvery * 1_000;
  return { state: isSilent ? 'silent' : 'reporting', since, expectedEvery };
}
