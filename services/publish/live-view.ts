import type { SiteStanding } from './live/site-standings.ts';
import type { OpenPlane } from './open-plane.ts';

/** What is remembered of the last hours, and is in no store. */
export interface LiveView {
  /** How many gateways heard a frame; null: not remembered. */
  gatewaysOf(frame: string): number | null;
  standingOf(site: string, plane: OpenPlane): SiteStanding;
}
