import type { Sealed, SessionRecord } from '../model/register-entities.ts';
import type { MasterKey } from './master-key.ts';
import { open, seal } from './seal.ts';

type KeyName = 'nwkSKey' | 'appSKey';

/** Seals one key (16 bytes) of the session `id`; it opens nowhere else. */
export function sealSessionKey(key: MasterKey, id: string, name: KeyName, plain: Uint8Array): Sealed {
  return seal(key, plain, placeOf(id, name));
}

/** 16 bytes. @throws SealBroken */
export function openNwkSKey(key: MasterKey, session: SessionRecord): Uint8Array {
  return open(key, session.nwkSKey, placeOf(session.id, 'nwkSKey'));
}

/** 16 bytes; undefined when the register does not know the key. @throws SealBroken */
export function openAppSKey(key: MasterKey, session: SessionRecord): Uint8Array | undefined {
  return session.appSKey === undefined ? undefined : open(key, session.appSKey, placeOf(session.id, 'appSKey'));
}

function placeOf(id: string, name: KeyName): string {
  return `session/${id}/${name}`;
}
