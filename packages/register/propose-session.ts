import type { SessionRecord } from '../model/register-entities.ts';
import type { Refusal } from './csv-problem.ts';
import type { Row } from './csv-tables.ts';
import type { MasterKey } from './master-key.ts';
import { noDevice } from './propose-entity.ts';
import { sessionId } from './reference.ts';
import type { RegisterView } from './register-view.ts';
import { openAppSKey, sealSessionKey } from './session-keys.ts';

/**
 * The session that a row describes, its keys sealed. A key that the register already holds keeps its sealed value,
 * so that the same row again gives the same record.
 * @throws SealBroken when the register was sealed with another master key.
 */
export function proposeSession(row: Row<'sessions'>, view: RegisterView, key: MasterKey): SessionRecord | Refusal[] {
  const device = view.deviceByEui(row.dev_eui);
  if (device === undefined) return [noDevice];
  const nwkSKey = bytesOf(row.nwk_s_key);
  const id = sessionId(key, row.dev_addr, nwkSKey);
  const known = view.session(id);
  if (known !== undefined && known.device !== device.ref) return [ofAnotherDevice];
  if (known === undefined && view.sessionsByDevAddr(row.dev_addr).length >= mostOfOneDevAddr) return [tooMany];
  const appSKey = sealedAppSKey(row.app_s_key, id, known, key);
  return {
    id,
    device: device.ref,
    macVersion: row.mac_version,
    devAddr: row.dev_addr,
    // Equal id means equal NwkSKey.
    nwkSKey: known?.nwkSKey ?? sealSessionKey(key, id, 'nwkSKey', nwkSKey),
    ...(appSKey === undefined ? {} : { appSKey }),
  };
}

function sealedAppSKey(hex: string | undefined, id: string, known: SessionRecord | undefined, key: MasterKey): SessionRecord['appSKey'] {
  if (hex === undefined) return known?.appSKey;
  const plain = bytesOf(hex);
  const held = known === undefined ? undefined : openAppSKey(key, known);
  return held !== undefined && Buffer.compare(held, plain) === 0 ? known?.appSKey : sealSessionKey(key, id, 'appSKey', plain);
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** A frame's MIC is tried with every session of its DevAddr: their number bounds what a forged frame costs (truth 7). */
const mostOfOneDevAddr = 256;

const tooMany: Refusal = {
  column: 'dev_addr',
  reason: `this DevAddr has ${mostOfOneDevAddr} sessions already; give the device another DevAddr`,
};
const ofAnotherDevice: Refusal = { column: 'dev_addr', reason: 'these DevAddr and keys are the session of another device' };
