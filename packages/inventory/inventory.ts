import type { MacVersion } from '../model/register-entities.ts';

/** What a network server says of its devices, in one shape for all. Keys are 32 hexadecimal digits, EUIs 16, in lower case. */
export interface Inventory {
  readonly profiles: readonly DeviceProfile[];
  readonly devices: readonly InventoryDevice[];
  /** What could not be read, and how often: in words without identifiers. */
  readonly unread: ReadonlyMap<string, number>;
}

/** A kind of device, as the server knows it. */
export interface DeviceProfile {
  /** Of the server: a UUID of ChirpStack; brand and model of The Things Stack. */
  readonly id: string;
  /** Written by people. */
  readonly name: string;
  /** `vendor/model`, where the server says whose device it is; not yet known to be in the catalogue. */
  readonly model?: string;
  /** Text of the JavaScript codec. */
  readonly codec?: string;
}

export interface InventoryDevice {
  readonly devEui: string;
  readonly joinEui?: string;
  readonly macVersion: MacVersion;
  /** Id of its profile. */
  readonly profile: string;
  /** Name of its application, or its id where it has none. */
  readonly application: string;
  /** Written by people: may name a person, a home. */
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly disabled: boolean;
  /** The server takes frames of it whose counter went back. */
  readonly resetTolerant: boolean;
  readonly rootKeys?: InventoryRootKeys;
  readonly session?: InventorySession;
  readonly position?: Position;
}

/** 1.0.x: the AppKey alone. */
export interface InventoryRootKeys {
  readonly appKey: string;
  readonly nwkKey?: string;
}

export interface InventorySession {
  /** 8 hexadecimal digits. */
  readonly devAddr: string;
  /** Before 1.1 the NwkSKey. */
  readonly fNwkSIntKey: string;
  /** 1.1 only, both. */
  readonly sNwkSIntKey?: string;
  readonly nwkSEncKey?: string;
  readonly appSKey?: HandedKey;
  /** When it began, or was asked for, ms. */
  readonly since?: number;
}

/** A key as it was handed over: plain (16 bytes), or wrapped with the KEK of that label (RFC 3394, 24 bytes). */
export interface HandedKey {
  readonly kekLabel?: string;
  readonly key: string;
}

/** WGS 84, decimal degrees. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}
