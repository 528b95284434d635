import type { MacVersion, SessionRecord } from '../model/register-entities.ts';
import type { MasterKey } from './master-key.ts';
import { sessionId } from './reference.ts';
import { open, sealAgain, sealAnew } from './seal.ts';

/** The keys of a session, 16 bytes each; of 1.0.x the NwkSKey and, where it is known, the AppSKey. */
export interface PlainSessionKeys {
  /** With LoRaWAN 1.1 the FNwkSIntKey. */
  readonly nwkSKey: Uint8Array;
  /** 1.1 only. */
  readonly sNwkSIntKey?: Uint8Array;
  /** 1.1 only. */
  readonly nwkSEncKey?: Uint8Array;
  readonly appSKey?: Uint8Array;
}

const optionalNames = ['sNwkSIntKey', 'nwkSEncKey', 'appSKey'] as const;
const keyNames = ['nwkSKey', ...optionalNames] as const;
type KeyName = (typeof keyNames)[number];

export interface PlainSession extends PlainSessionKeys {
  /** Reference of the device. */
  readonly device: string;
  readonly macVersion: MacVersion;
  /** 8 hexadecimal digits, lower case. */
  readonly devAddr: string;
  readonly origin?: SessionRecord['origin'];
  readonly since?: number;
}

/**
 * The session's record, its keys sealed. What stands already (a session of the same id) keeps its beginning, where it came from, the keys
 * that are not named now, and the sealed value of a key that has not changed: so that the same again gives the same record.
 * @param standing gives the record of an id
 * @throws SealBroken when what stands was sealed with another master key
 */
export function sealSession(
  key: MasterKey,
  { device, macVersion, devAddr, origin, since, ...plain }: PlainSession,
  standing: (id: string) => SessionRecord | undefined,
): SessionRecord {
  const id = sessionId(key, devAddr, plain.nwkSKey);
  const known = standing(id);
  const sealed = (name: KeyName, value: Uint8Array) => sealAgain(key, value, placeOf(id, name), known?.[name]);
  const record: SessionRecord = { ...known, id, device, macVersion, devAddr, nwkSKey: sealed('nwkSKey', plain.nwkSKey) };
  for (const name of optionalNames) {
    const value = plain[name];
    if (value !== undefined) record[name] = sealed(name, value);
  }
  if (!known && origin !== undefined) record.origin = origin;
  if (!known && since !== undefined) record.since = since;
  return record;
}

/** The session's keys. @throws SealBroken */
export function openSession(key: MasterKey, session: SessionRecord): PlainSessionKeys {
  const keys: { -readonly [K in KeyName]?: Uint8Array } = {};
  for (const name of keyNames) {
    const sealed = session[name];
    if (sealed !== undefined) keys[name] = open(key, sealed, placeOf(session.id, name));
  }
  return keys as PlainSessionKeys;
}

/** The same keys, sealed with the master key of today. @throws SealBroken */
export function sealSessionAnew(key: MasterKey, session: SessionRecord): SessionRecord {
  const anew = { ...session };
  for (const name of keyNames) {
    const sealed = session[name];
    if (sealed !== undefined) anew[name] = sealAnew(key, sealed, placeOf(session.id, name));
  }
  return anew;
}

function placeOf(id: string, name: KeyName): string {
  return `session/${id}/${name}`;
}
