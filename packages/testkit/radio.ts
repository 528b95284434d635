import type { Gateway, Hearing } from './gateway-event.ts';
import type { SeededRandom } from './seeded-random.ts';

/** What one gateway makes of one sender, on average. */
export interface Link {
  readonly gateway: Gateway;
  /** dBm. */
  readonly rssi: number;
}

/** How a sender sends one frame: the same for all who hear it. */
export type Emission = Pick<Hearing, 'channel' | 'frequency' | 'spreadingFactor'>;

interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** EU868: the three channels of every device, then the five that networks add. */
const frequencies = [868.1, 868.3, 868.5, 867.1, 867.3, 867.5, 867.7, 867.9].map((megahertz) => Math.round(megahertz * 1e6));

/** Every gateway with the strength at which it hears a sender at this place, strongest first (log-distance law, exponent 3). */
export function linksOf(place: Place, gateways: readonly Gateway[]): Link[] {
  return gateways
    .map((gateway) => ({ gateway, rssi: -58 - 30 * Math.log10(Math.max(metres(place, gateway), 60) / 60) }))
    .toSorted((a, b) => b.rssi - a.rssi);
}

function metres(a: Place, b: Place): number {
  const north = (a.latitude - b.latitude) * 111_320;
  const east = (a.longitude - b.longitude) * 111_320 * Math.cos((a.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** A channel by chance; the spreading factor on which adaptive data rate would settle, as weak links speak more slowly. */
export function emission(best: Link, random: SeededRandom): Emission {
  const channel = random.integer(frequencies.length);
  const spreadingFactor = Math.min(12, Math.max(7, 7 + Math.ceil((-95 - best.rssi) / 4)));
  return { channel, frequency: frequencies[channel] ?? 868_100_000, spreadingFactor };
}

/** What the gateway's receiver says: whole dBm, quarters of a dB. */
export function reception({ rssi }: Link, random: SeededRandom): Pick<Hearing, 'rssi' | 'snr' | 'uplinkId'> {
  const heard = Math.round(rssi + random.normal(0, 2));
  const snr = Math.max(-18, Math.min(13, heard + 112 + random.normal(0, 0.5)));
  return { rssi: heard, snr: Math.round(4 * snr) / 4, uplinkId: random.integer(2 ** 32) };
}
