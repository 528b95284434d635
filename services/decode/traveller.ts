import type { DeviceEventKind } from '../../packages/model/device-event.ts';
import type { Plane } from '../../packages/model/ending.ts';
import type { FrameRecord } from '../../packages/model/frame-record.ts';
import type { Resend } from '../../packages/model/message.ts';
import type { Reception } from '../../packages/model/reception.ts';
import type { Device, Spoken } from '../../packages/model/register-entities.ts';
import type { RegisterView } from '../../packages/register/register-view.ts';
import type { Arrived } from './arrived.ts';
import type { Claim } from './steps/claim-counter.ts';
import type { Decrypted } from './steps/decrypt.ts';
import type { ReadMessage } from './steps/read-message.ts';

/** What is known of a message wherever its life ends: each step's fuller value adds to it. */
export class Traveller {
  readonly arrived: Arrived;
  readonly #register: RegisterView;
  #device: string | undefined;
  #read: ReadMessage | undefined;
  #claim: Claim | undefined;
  #decrypted: Decrypted | undefined;

  constructor(arrived: Arrived, register: RegisterView) {
    this.arrived = arrived;
    this.#register = register;
  }

  /** Called with the value that enters each step. */
  readonly pass = (value: object): void => {
    const known = value as Partial<ReadMessage & { device: Device; claim: Claim; record: FrameRecord }>;
    if (known.by) this.#read = value as ReadMessage;
    if (known.device) this.#device = known.device.ref;
    if (known.claim) this.#claim = known.claim;
    if (known.record) this.#decrypted = value as Decrypted;
  };

  get device(): string | undefined {
    return this.#device ?? this.#deviceOfOther();
  }

  /** What belongs to no known device belongs to nobody known (truth 2). Devices of persons are not registered until their plane exists. */
  get plane(): Plane {
    return this.device === undefined ? 'nobody' : 'open';
  }

  /** Of a data frame that a gateway heard. */
  get devAddr(): string | undefined {
    return this.#read?.by === 'frame' ? this.#read.frame.devAddr : undefined;
  }

  get gateway(): string | undefined {
    return this.#read?.by === 'other' ? this.#read.gateway : undefined;
  }

  get event(): DeviceEventKind | undefined {
    switch (this.#read?.by) {
      case 'other':
        return this.#read.event;
      case 'join':
        return this.#read.join.kind;
      default:
        return 'uplink';
    }
  }

  get receptions(): readonly Reception[] {
    return this.#read?.receptions ?? [];
  }

  get frame(): FrameRecord | undefined {
    return this.#decrypted?.record;
  }

  /** How far its counter lies ahead of the highest heard before; negative: it comes late. */
  get step(): number | undefined {
    return this.#claim?.step;
  }

  /** The session of which this is the first frame heard. */
  get spoken(): Spoken | undefined {
    if (!this.#claim?.first || this.#device === undefined) return undefined;
    return { spoken: this.#claim.session, device: this.#device, time: this.arrived.message.receivedTime };
  }

  /** What a resend needs so as not to claim twice; kept from the first life through every further refusal. */
  get claimed(): Resend['claimed'] {
    if (!this.#claim) return this.arrived.message.resend?.claimed;
    return { session: this.#claim.session, fCnt: this.#claim.fCnt, flags: [...this.#claim.flags] };
  }

  #deviceOfOther(): string | undefined {
    const devEui = this.#read?.by === 'other' ? this.#read.devEui : undefined;
    return devEui === undefined ? undefined : this.#register.deviceByEui(devEui)?.ref;
  }
}
