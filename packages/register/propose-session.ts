import type { Kek, RootKeys, SessionRecord } from '../model/register-entities.ts';
import type { Refusal } from './csv-problem.ts';
import type { Row } from './csv-tables.ts';
import type { MasterKey } from './master-key.ts';
import { noDevice } from './propose-entity.ts';
import type { RegisterView } from './register-view.ts';
import { sealKek, sealRootKeys } from './root-keys.ts';
import { type PlainSession, sealSession } from './session-keys.ts';

/**
 * The session that a row describes, its keys sealed.
 * @throws SealBroken when the register was sealed with another master key.
 */
export function proposeSession(row: Row<'sessions'>, view: RegisterView, key: MasterKey): SessionRecord | Refusal[] {
  const device = view.deviceByEui(row.dev_eui);
  if (device === undefined) return [noDevice];
  const missing = missingOf11(row);
  return missing.length > 0 ? missing : proposePlain(plainOf(row, device.ref), view, key);
}

/** The record of a session as it was imported, derived or asked for; or why the register cannot hold it. @throws SealBroken */
export function proposePlain(plain: PlainSession, view: RegisterView, key: MasterKey): SessionRecord | Refusal[] {
  const session = sealSession(key, plain, (id) => view.session(id));
  const known = view.session(session.id);
  if (known !== undefined && known.device !== plain.device) return [ofAnotherDevice];
  if (known === undefined && view.sessionsByDevAddr(plain.devAddr).length >= mostOfOneDevAddr) return [tooMany];
  return session;
}

/** As `proposePlain`; the draft takes the session in, so that the next one is judged beside it. @throws SealBroken */
export function enterSession(plain: PlainSession, draft: RegisterView, key: MasterKey): SessionRecord | Refusal[] {
  const proposed = proposePlain(plain, draft, key);
  if (!Array.isArray(proposed)) draft.applySession(proposed.id, proposed);
  return proposed;
}

/** The root keys that a row describes, sealed. @throws SealBroken */
export function proposeRootKeys(row: Row<'root_keys'>, view: RegisterView, key: MasterKey): RootKeys | Refusal[] {
  const device = view.deviceByEui(row.dev_eui);
  if (device === undefined) return [noDevice];
  if (is11(row) !== (row.nwk_key !== undefined)) return [is11(row) ? needed('nwk_key') : needless('nwk_key')];
  const known = view.rootKeysOf(device.ref);
  const joinEui = row.join_eui ?? known?.joinEui;
  return sealRootKeys(
    key,
    {
      device: device.ref,
      macVersion: row.mac_version,
      ...(joinEui !== undefined && { joinEui }),
      appKey: bytesOf(row.app_key),
      ...(row.nwk_key !== undefined && { nwkKey: bytesOf(row.nwk_key) }),
    },
    known,
  );
}

/** @throws SealBroken */
export function proposeKek({ label, key: hex }: Row<'keks'>, view: RegisterView, key: MasterKey): Kek {
  return sealKek(key, label, bytesOf(hex), view.kek(label));
}

function plainOf(row: Row<'sessions'>, device: string): PlainSession {
  return {
    device,
    macVersion: row.mac_version,
    devAddr: row.dev_addr,
    nwkSKey: bytesOf(row.nwk_s_key),
    ...(row.s_nwk_s_int_key !== undefined && { sNwkSIntKey: bytesOf(row.s_nwk_s_int_key) }),
    ...(row.nwk_s_enc_key !== undefined && { nwkSEncKey: bytesOf(row.nwk_s_enc_key) }),
    ...(row.app_s_key !== undefined && { appSKey: bytesOf(row.app_s_key) }),
  };
}

/** LoRaWAN 1.1 §6.1.2: three network session keys, where 1.0.x has one. */
function missingOf11(row: Row<'sessions'>): Refusal[] {
  const names = ['s_nwk_s_int_key', 'nwk_s_enc_key'] as const;
  return names.flatMap((name) => {
    if (is11(row) === (row[name] !== undefined)) return [];
    return [is11(row) ? needed(name) : needless(name)];
  });
}

const is11 = (row: { readonly mac_version: string }) => row.mac_version.startsWith('1.1');
const needed = (column: string): Refusal => ({ column, reason: 'empty; LoRaWAN 1.1 has this key too' });
const needless = (column: string): Refusal => ({ column, reason: 'only LoRaWAN 1.1 has this key; leave it empty, or correct mac_version' });

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** A frame's MIC is tried with every session of its DevAddr: their number bounds what a forged frame costs (truth 7). */
const mostOfOneDevAddr = 1_000;

const tooMany: Refusal = {
  column: 'dev_addr',
  reason: `this DevAddr has ${mostOfOneDevAddr} sessions already; give the device another DevAddr`,
};
const ofAnotherDevice: Refusal = { column: 'dev_addr', reason: 'these DevAddr and keys are the session of another device' };
