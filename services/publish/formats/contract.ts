import type { Observation } from '../observation.ts';

/** What surrounds a page of observations. */
export interface PageFacts {
  readonly licence: string;
  readonly simulated: boolean;
  /** Address of the next page. */
  readonly next: string | null;
}

/** How observations are written out. */
export interface Format {
  /** As in `?format=`. */
  readonly name: string;
  readonly mediaType: string;
  write(observations: readonly Observation[], facts: PageFacts): string;
}
