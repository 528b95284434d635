import type { HandedKey, InventorySession } from '../../../packages/inventory/inventory.ts';
import { createNodeAes } from '../../../packages/lorawan/node-aes.ts';
import { unwrapKey } from '../../../packages/lorawan/unwrap-key.ts';
import type { MacVersion, SessionRecord } from '../../../packages/model/register-entities.ts';
import type { MasterKey } from '../../../packages/register/master-key.ts';
import type { RegisterView } from '../../../packages/register/register-view.ts';
import { openKek } from '../../../packages/register/root-keys.ts';
import type { PlainSession } from '../../../packages/register/session-keys.ts';

const aes = createNodeAes(100);

interface SessionOwner {
  /** Reference of the device. */
  readonly device: string;
  /** Of its profile. */
  readonly macVersion: MacVersion;
  readonly origin: NonNullable<SessionRecord['origin']>;
}

/** A network server's session as the register keeps it. An AppSKey whose KEK the register does not have stays out. @throws SealBroken */
export function sessionOf(
  { devAddr, fNwkSIntKey, sNwkSIntKey, nwkSEncKey, appSKey: handed, since }: InventorySession,
  { device, macVersion, origin }: SessionOwner,
  register: RegisterView,
  key: MasterKey,
): PlainSession {
  const is11 = sNwkSIntKey !== undefined && nwkSEncKey !== undefined;
  const appSKey = handed && plainKey(handed, register, key);
  return {
    ...{ device, devAddr, origin, nwkSKey: bytes(fNwkSIntKey) },
    macVersion: is11 ? '1.1.0' : as10(macVersion),
    ...(is11 ? { sNwkSIntKey: bytes(sNwkSIntKey), nwkSEncKey: bytes(nwkSEncKey) } : {}),
    ...(appSKey && { appSKey }),
    ...(since !== undefined && { since }),
  };
}

function plainKey({ kekLabel, key }: HandedKey, register: RegisterView, masterKey: MasterKey): Uint8Array | undefined {
  if (kekLabel === undefined) return bytes(key);
  const kek = register.kek(kekLabel);
  return kek && unwrapKey(aes, openKek(masterKey, kek), bytes(key));
}

/** A device of 1.1 on a server of 1.0 speaks as 1.0.2 does (1.1 §6.1.2, OptNeg unset). */
const as10 = (version: MacVersion): MacVersion => (version.startsWith('1.1') ? '1.0.2' : version);

export const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
