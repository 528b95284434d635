import type { Aes } from '../lorawan/aes.ts';
import { forgeFrame } from './forge-frame.ts';
import { gatewayEvent } from './gateway-event.ts';
import { OldFrames } from './old-frames.ts';
import { type Emission, emission, type Link, linksOf, reception } from './radio.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { City, CityDevice } from './simulated-city.ts';
import { SimulatedDevice } from './simulated-device.ts';
import type { TrafficKind, TrafficRow } from './traffic-row.ts';

export interface TrafficOptions {
  /** Shares, 0 to 1, of a device's frames: how many never reach a gateway; how many of the others a second gateway hears too. */
  readonly losses: number;
  readonly copies: number;
  /** Beside how many a forged frame, or an old one again, is sent. */
  readonly forged: number;
  readonly replayed: number;
  /** Gateways add GPS time, equal to their own. */
  readonly gps: boolean;
  /** The 32-bit counter with which the device at this index begins; drawn from the seed when absent. */
  readonly firstFCnt?: (index: number) => number;
}

/** A row before its end is known, and what is to be published for it. */
export interface Planned {
  readonly row: Omit<TrafficRow, 'acked' | 'ackedAt'>;
  readonly payload: Buffer;
  readonly phyPayload: Uint8Array;
  readonly sender: Sender;
}

interface Sender {
  readonly index: number;
  readonly device: SimulatedDevice;
  readonly links: readonly [best: Link, second: Link];
  readonly radio: SeededRandom;
}

/** A frame on the air, whoever sent it. */
interface OnAir {
  readonly kind: TrafficKind;
  readonly fCnt: number;
  readonly phyPayload: Uint8Array;
  readonly time: number;
  readonly values?: Readonly<Record<string, number>>;
  readonly emitted: Emission;
}

/** What a city's gateways publish, device after device, in one fixed order. */
export class Traffic {
  readonly #city: City;
  readonly #options: TrafficOptions;
  readonly #aes: Aes;
  readonly #senders: readonly Sender[];
  readonly #fate: SeededRandom;
  /** Apart from the rest, because which frames are old depends on the broker's answers. */
  readonly #replays: SeededRandom;
  readonly #old = new OldFrames();
  #turns = 0;
  #rows = 0;

  constructor(city: City, options: TrafficOptions, aes: Aes) {
    this.#city = city;
    this.#options = options;
    this.#aes = aes;
    this.#fate = city.random.named('fate');
    this.#replays = city.random.named('replays');
    this.#senders = city.devices.map((identity, index) => senderOf(identity, index, city, aes, options.firstFCnt?.(index)));
  }

  /** How many times a device has had its turn. */
  get turns(): number {
    return this.#turns;
  }

  /** All that one device's turn gives, in the order of sending: its frame (or its loss), then by chance a copy, a forged and an old frame. */
  turn(now: number): Planned[] {
    const sender = this.#sender(this.#turns % this.#senders.length);
    this.#turns += 1;
    const planned = this.#frame(sender, now);
    if (this.#fate.chance(this.#options.forged)) planned.push(this.#forged(sender, now));
    if (this.#fate.chance(this.#options.replayed)) planned.push(...this.#replayed(now));
    return planned;
  }

  /** The broker holds it: whoever sends it again now comes second. */
  acknowledged({ row, sender, phyPayload }: Planned): void {
    if (row.kind === 'frame') this.#old.keep({ device: sender.index, fCnt: row.fCnt, phyPayload });
  }

  #frame(sender: Sender, now: number): Planned[] {
    const uplink = sender.device.uplink(now, this.#city.air(now));
    const emitted = emission(sender.links[0], sender.radio);
    const { lost, copied } = this.#drawFate();
    if (lost) return [this.#heard(sender, 0, { ...withoutValues(uplink), emitted, kind: 'lost' })];
    const first = this.#heard(sender, 0, { ...uplink, emitted, kind: 'frame' });
    return copied ? [first, this.#heard(sender, 1, { ...uplink, emitted, kind: 'copy' })] : [first];
  }

  #drawFate(): { lost: boolean; copied: boolean } {
    return { lost: this.#fate.chance(this.#options.losses), copied: this.#fate.chance(this.#options.copies) };
  }

  #forged(sender: Sender, time: number): Planned {
    const forged = forgeFrame(sender.device, this.#aes, this.#fate);
    const emitted = emission(sender.links[0], this.#fate);
    return this.#heard({ ...sender, radio: this.#fate }, 0, { ...forged, time, emitted, kind: 'forged' });
  }

  #replayed(time: number): Planned[] {
    const old = this.#old.pick(this.#replays);
    if (old === undefined) return [];
    const sender = this.#sender(old.device);
    const emitted = emission(sender.links[0], this.#replays);
    return [this.#heard({ ...sender, radio: this.#replays }, 0, { ...old, time, emitted, kind: 'replayed' })];
  }

  #heard(sender: Sender, by: 0 | 1, { kind, fCnt, phyPayload, time, values, emitted }: OnAir): Planned {
    const link = sender.links[by];
    const gps = this.#options.gps ? { gpsTime: time } : {};
    const hearing = { phyPayload, gatewayTime: time, ...gps, ...emitted, ...reception(link, sender.radio) };
    const { topic, payload } = gatewayEvent(link.gateway, hearing);
    const n = this.#rows;
    this.#rows += 1;
    const { devEui } = sender.device.identity;
    const phyPayloadHex = Buffer.from(phyPayload).toString('hex');
    const row = { n, sentAt: time, kind, devEui, fCnt, topic, phyPayloadHex, ...(values && { values }), phenomenonTime: time };
    return { row, payload, phyPayload, sender };
  }

  #sender(index: number): Sender {
    const sender = this.#senders[index];
    if (sender === undefined) throw new RangeError(`The city has no device ${index}.`);
    return sender;
  }
}

function senderOf(identity: CityDevice, index: number, city: City, aes: Aes, firstFCnt: number | undefined): Sender {
  const random = city.random.named(`sender ${index}`);
  const [best, second] = linksOf(identity.site, city.gateways);
  if (best === undefined || second === undefined) throw new RangeError('A simulated city needs two gateways or more.');
  return { index, device: new SimulatedDevice(identity, random, aes, firstFCnt), links: [best, second], radio: random.named('radio') };
}

function withoutValues<T extends { readonly values: unknown }>({ values: _, ...rest }: T): Omit<T, 'values'> {
  return rest;
}
