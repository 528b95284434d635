import type { DeviceEventKind } from '../model/device-event.ts';
import type { Reception } from '../model/reception.ts';

/** A source is read as the gateways' frames or as the network server's application events. */
export type Stream = 'frames' | 'events';

/** What one MQTT publish carried, and as which of the two it is to be read. */
export interface Published {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly stream: Stream;
}

/** One network server or bridge: what it sent → one shape. Pure; passes `source.suite.ts`. */
export interface Source {
  readonly name: string;
  /** MQTT topic filters for that reading. */
  subscriptions(stream: Stream): readonly string[];
  /** Never throws: what cannot be read is `malformed`. */
  read(published: Published): Heard;
  /**
   * Where one publish may carry several frames: the same publish for each of them, each with one frame. Never throws; what cannot be read stays one.
   */
  split?(published: Published): readonly Uint8Array[];
}

export type Heard = HeardFrame | Downlink | ApplicationEvent | OtherEvent | Unreadable;

/** A frame as a gateway heard it: nothing of it is verified yet, not even that it is a PHYPayload. */
export interface HeardFrame {
  readonly kind: 'frame';
  readonly phyPayload: Uint8Array;
  readonly receptions: Reception[];
}

/** What a network server told a gateway to send: only join accepts matter to us, by which sessions are followed. */
export interface Downlink {
  readonly kind: 'downlink';
  readonly event: 'gateway_command';
  readonly phyPayload: Uint8Array;
  readonly gateway: string;
}

/** The AppSKey of an event whose bytes are still encrypted, as the join server handed it over. */
export interface HandedKey {
  /** Label of the key-encryption key that it is wrapped with (RFC 3394); absent: it is plain, 16 bytes. */
  readonly kekLabel?: string;
  readonly key: Uint8Array;
}

/** An uplink that the network server verified, and decrypted unless `encrypted`. */
export interface ApplicationEvent {
  readonly kind: 'application_event';
  /** 16 hex digits, lower case. */
  readonly devEui: string;
  /** 8 hex digits, lower case; empty: the server does not say it (ChirpStack 3 in its first form), never of ciphertext. */
  readonly devAddr: string;
  /** 32 bits. */
  readonly fCnt: number;
  /** 0: no FPort, or MAC commands alone; a network server does not tell them apart. */
  readonly fPort: number;
  readonly confirmed: boolean;
  /** FRMPayload. */
  readonly bytes: Uint8Array;
  /** The AppSKey is with an outside join server: `bytes` are still ciphertext. */
  readonly encrypted: boolean;
  /** Of an encrypted one, where it came with its key. */
  readonly appSKey?: HandedKey;
  readonly receptions: Reception[];
  /** The server's own time of the event, ms since 1970, UTC. */
  readonly serverTime?: number;
}

/** What else travels on the source's topics, recognised by topic alone: its content is not looked at. */
export interface OtherEvent {
  readonly kind: 'other';
  readonly event: DeviceEventKind;
  readonly devEui?: string;
  /** Of a join, where the server says it. */
  readonly devAddr?: string;
  readonly gateway?: string;
}

/** `detail` says what was wrong and where; never a value of the message (truth 11). */
export interface Unreadable {
  readonly kind: 'malformed';
  readonly detail: string;
}
