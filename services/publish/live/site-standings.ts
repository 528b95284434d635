import type { Reading } from '../../../packages/model/reading.ts';
import { isoTime } from '../iso-time.ts';
import type { OpenPlane } from '../open-plane.ts';

/** How a site does: whether it is heard, and what is odd about it. */
export interface SiteStanding {
  readonly status: {
    readonly state: 'reporting' | 'silent' | 'waiting';
    /** When it was heard last. */
    readonly since: string | null;
    /** Seconds. */
    readonly expectedEvery: number | null;
  };
  readonly warnings: readonly 'low_battery'[];
}

/** Reports that may be missing before a site counts as silent. */
const patience = 3;

/** When each site was heard last, and the latest voltage of its battery. */
export class SiteStandings {
  readonly #heard = new Map<string, number>();
  readonly #batteries = new Map<string, { readonly phenomenonTime: number; readonly value: number }>();
  /** Seconds by site, for one plane: the smallest interval of its datastreams. */
  #intervals: { readonly plane: OpenPlane; readonly bySite: ReadonlyMap<string, number> } | undefined;

  take(readings: readonly Reading[]): void {
    for (const reading of readings) {
      this.#heard.set(reading.site, Math.max(reading.receivedTime, this.#heard.get(reading.site) ?? 0));
      if (reading.quantity === 'battery_voltage') this.#takeBattery(reading);
    }
  }

  /** @param now ms */
  of(site: string, plane: OpenPlane, now: number): SiteStanding {
    const heard = this.#heard.get(site);
    const expectedEvery = this.#intervalOf(site, plane) ?? null;
    const isSilent = heard !== undefined && expectedEvery !== null && now - heard > patience * expectedEvery * 1000;
    return {
      status: {
        state: heard === undefined ? 'waiting' : isSilent ? 'silent' : 'reporting',
        since: heard === undefined ? null : isoTime(heard),
        expectedEvery,
      },
      warnings: this.#hasLowBattery(site, plane) ? ['low_battery'] : [],
    };
  }

  #takeBattery({ site, phenomenonTime, value }: Reading): void {
    const known = this.#batteries.get(site);
    if (value !== null && (known === undefined || phenomenonTime >= known.phenomenonTime)) {
      this.#batteries.set(site, { phenomenonTime, value });
    }
  }

  #hasLowBattery(site: string, { datastreams }: OpenPlane): boolean {
    const low = datastreams.get(`${site}.battery_voltage`)?.lowBattery;
    const battery = this.#batteries.get(site);
    return low !== undefined && battery !== undefined && battery.value < low;
  }

  #intervalOf(site: string, plane: OpenPlane): number | undefined {
    if (this.#intervals?.plane !== plane) this.#intervals = { plane, bySite: intervalsOf(plane) };
    return this.#intervals.bySite.get(site);
  }
}

function intervalsOf({ datastreams }: OpenPlane): Map<string, number> {
  const bySite = new Map<string, number>();
  for (const { site, interval } of datastreams.values()) bySite.set(site, Math.min(interval, bySite.get(site) ?? interval));
  return bySite;
}
