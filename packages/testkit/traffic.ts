import type { Aes } from '../lorawan/aes.ts';
import { type AttackFrame, flipBit, forgeFrame, outdatedFrame } from './attacks.ts';
import { gatewayEvent } from './gateway-event.ts';
import { OldFrames } from './old-frames.ts';
import { type Emission, emission, type Link, reception } from './radio.ts';
import type { SeededRandom } from './seeded-random.ts';
import { type Sender, sendersOf } from './sender.ts';
import type { City } from './simulated-city.ts';
import { type AttackKind, attackKinds, type TrafficKind, type TrafficRow } from './traffic-row.ts';

export interface TrafficOptions {
  /** Shares, 0 to 1, of a device's frames: how many never reach a gateway; how many of the others one gateway more hears, and one more… */
  readonly losses: number;
  readonly copies: number;
  /** …until so many hear it. 2 when absent. */
  readonly mostHearers?: number;
  /** Beside how many a forged frame, the frame itself with a bit turned, or an old one again, is sent. */
  readonly forged: number;
  readonly flipped: number;
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

/** A frame on the air, whoever sent it. */
interface OnAir extends AttackFrame {
  readonly kind: TrafficKind;
  readonly time: number;
  readonly values?: Readonly<Record<string, number>>;
  readonly emitted: Emission;
}

/** What a city's gateways publish, turn after turn, in an order that is the same for the same turns. */
export class Traffic {
  readonly #city: City;
  readonly #options: TrafficOptions;
  readonly #senders: readonly Sender[];
  readonly #fate: SeededRandom;
  /** Apart from the rest, because which frames are old depends on the broker's answers. */
  readonly #replays: SeededRandom;
  readonly #old = new OldFrames();
  #turns = 0;
  #attacks = 0;
  #rows = 0;

  constructor(city: City, options: TrafficOptions, aes: Aes) {
    this.#city = city;
    this.#options = options;
    this.#fate = city.random.named('fate');
    this.#replays = city.random.named('replays');
    this.#senders = sendersOf(city, aes, options.firstFCnt);
  }

  /** How many times a device has had its turn. */
  get turns(): number {
    return this.#turns;
  }

  /** The turn of the next device, one after the other. */
  turn(now: number): Planned[] {
    return this.turnOf(this.#turns % this.#senders.length, now);
  }

  /** All that one device's turn gives, in the order of sending: its frame (or its loss), then by chance copies, and what an attacker adds. */
  turnOf(index: number, now: number): Planned[] {
    const { forged, flipped, replayed } = this.#options;
    const sender = this.#sender(index);
    this.#turns += 1;
    const planned = this.#frame(sender, now);
    if (this.#fate.chance(forged)) planned.push(this.#sent(sender, 'forged', forgeFrame(sender.device, this.#fate), now, this.#fate));
    if (this.#fate.chance(flipped)) planned.push(...this.#flipped(planned[0], now));
    if (this.#fate.chance(replayed)) planned.push(...this.#replayed(now));
    return planned;
  }

  /** One frame of an attacker, of each kind in turn. Empty when nothing has been heard that it takes: the kind keeps its turn. */
  attack(now: number): Planned[] {
    const kind = attackKinds[this.#attacks % attackKinds.length] ?? 'forged';
    const heard = this.#old.pickFresh(this.#replays);
    if (heard === undefined) return [];
    const sender = this.#sender(heard.device);
    const frames: Record<AttackKind, () => AttackFrame | undefined> = {
      forged: () => forgeFrame(sender.device, this.#replays),
      flipped: () => flipBit(heard, this.#replays),
      replayed: () => heard,
      outdated: () => outdatedFrame(sender.device, heard, this.#replays),
    };
    this.#attacks += 1;
    const frame = frames[kind]();
    return frame ? [this.#sent(sender, kind, frame, now, this.#replays)] : [];
  }

  /** The broker holds it: whoever sends it again now comes second. */
  acknowledged({ row, sender, phyPayload }: Planned): void {
    if (row.kind === 'frame') this.#old.keep({ device: sender.index, fCnt: row.fCnt, phyPayload });
  }

  #frame(sender: Sender, now: number): Planned[] {
    const uplink = sender.device.uplink(now, this.#city.air(now));
    const emitted = emission(sender.best, sender.radio);
    const { lost, hearers } = this.#drawFate(sender);
    if (lost) return [this.#heard(sender, sender.best, { ...withoutValues(uplink), emitted, kind: 'lost' })];
    const first = this.#heard(sender, sender.best, { ...uplink, emitted, kind: 'frame' });
    return [first, ...hearers.map((link) => this.#heard(sender, link, { ...uplink, emitted, kind: 'copy' }))];
  }

  /** Who else hears the frame: the nearer gateway always before the one further away. */
  #drawFate({ others }: Sender): { lost: boolean; hearers: readonly Link[] } {
    const { losses, copies, mostHearers = 2 } = this.#options;
    const lost = this.#fate.chance(losses);
    const near = others.slice(0, mostHearers - 1);
    const deaf = near.findIndex(() => !this.#fate.chance(copies));
    return { lost, hearers: deaf < 0 ? near : near.slice(0, deaf) };
  }

  #flipped(original: Planned | undefined, now: number): Planned[] {
    if (original === undefined) return [];
    const { sender, phyPayload, row } = original;
    return [this.#sent(sender, 'flipped', flipBit({ fCnt: row.fCnt, phyPayload }, this.#fate), now, this.#fate)];
  }

  #replayed(now: number): Planned[] {
    const old = this.#old.pick(this.#replays);
    return old === undefined ? [] : [this.#sent(this.#sender(old.device), 'replayed', old, now, this.#replays)];
  }

  /** As an attacker sends it, heard by the gateway that is nearest to the device. */
  #sent(sender: Sender, kind: AttackKind, { fCnt, phyPayload }: AttackFrame, time: number, radio: SeededRandom): Planned {
    return this.#heard({ ...sender, radio }, sender.best, { kind, fCnt, phyPayload, time, emitted: emission(sender.best, radio) });
  }

  #heard(sender: Sender, link: Link, { kind, fCnt, phyPayload, time, values, emitted }: OnAir): Planned {
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

function withoutValues<T extends { readonly values: unknown }>({ values: _, ...rest }: T): Omit<T, 'values'> {
  return rest;
}
