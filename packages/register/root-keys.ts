import { hash } from 'node:crypto';
import type { Kek, RegisterEntity, RootKeys, Sealed } from '../model/register-entities.ts';
import type { MasterKey } from './master-key.ts';
import { open, sealAgain, sealAnew } from './seal.ts';

/** 16 bytes each. Before LoRaWAN 1.1 a device has the AppKey alone. */
export interface PlainRootKeys {
  readonly appKey: Uint8Array;
  readonly nwkKey?: Uint8Array;
}

/** Root keys as a record; a key that has not changed keeps its sealed value. @throws SealBroken */
export function sealRootKeys(
  key: MasterKey,
  { appKey, nwkKey, ...said }: PlainRootKeys & Pick<RootKeys, 'device' | 'macVersion' | 'joinEui'>,
  known?: RootKeys,
): RootKeys {
  const place = (name: string) => `root_keys/${said.device}/${name}`;
  return {
    entity: 'root_keys',
    ...said,
    appKey: sealAgain(key, appKey, place('appKey'), known?.appKey),
    ...(nwkKey && { nwkKey: sealAgain(key, nwkKey, place('nwkKey'), known?.nwkKey) }),
  };
}

/** @throws SealBroken */
export function openRootKeys(key: MasterKey, { device, appKey, nwkKey }: RootKeys): PlainRootKeys {
  return {
    appKey: open(key, appKey, `root_keys/${device}/appKey`),
    ...(nwkKey && { nwkKey: open(key, nwkKey, `root_keys/${device}/nwkKey`) }),
  };
}

/** @param plain 16, 24 or 32 bytes @throws SealBroken */
export function sealKek(key: MasterKey, label: string, plain: Uint8Array, known?: Kek): Kek {
  return { entity: 'kek', label, key: sealAgain(key, plain, placeOfKek(label), known?.key) };
}

/** 16, 24 or 32 bytes. @throws SealBroken */
export function openKek(key: MasterKey, kek: Kek): Uint8Array {
  return open(key, kek.key, placeOfKek(kek.label));
}

/** The same entity, its keys sealed with the master key of today. @throws SealBroken */
export function sealEntityAnew<T extends RegisterEntity>(key: MasterKey, entity: T): T {
  if (entity.entity === 'kek') return { ...entity, key: sealAnew(key, entity.key, placeOfKek(entity.label)) };
  if (entity.entity !== 'root_keys') return entity;
  const { device, appKey, nwkKey } = entity;
  const anew = (sealed: Sealed, name: string) => sealAnew(key, sealed, `root_keys/${device}/${name}`);
  return { ...entity, appKey: anew(appKey, 'appKey'), ...(nwkKey && { nwkKey: anew(nwkKey, 'nwkKey') }) };
}

/** People wrote the label, and an error tells the place: not in their words (truth 11). */
const placeOfKek = (label: string) => `kek/${hash('sha256', label, 'hex').slice(0, 16)}`;
