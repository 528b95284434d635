import type { MacVersion } from '../model/register-entities.ts';
import type { Inventory, InventorySession } from './inventory.ts';

export interface Wanted {
  /** Id of the tenant; without: all, which only a global API key may list. */
  readonly tenant?: string;
  /** Ids or names of applications; none: all. */
  readonly applications: readonly string[];
  /** Names of the tags that hold latitude and longitude. */
  readonly positionTags?: readonly [string, string];
  /** Requests at once. */
  readonly atOnce: number;
  readonly now: () => number;
}

/** A network server that can be asked. Every call rejects with NetworkServerRefused, in words. */
export interface NetworkServer {
  /** The session of a device; undefined: it is not activated. @param now when it is asked for, ms */
  session(devEui: string, now: number): Promise<InventorySession | undefined>;
  /** The version that the device's profile names. */
  macVersionOf(devEui: string): Promise<MacVersion>;
  inventory(wanted: Wanted): Promise<Inventory>;
  close(): void;
}
