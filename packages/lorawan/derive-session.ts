import type { Aes, AesKey } from './aes.ts';
import { writeIdentifier } from './identifier.ts';
import type { RootKeys } from './root-keys.ts';
import type { SessionKeys } from './session-keys.ts';

/** What session keys are derived from besides the root keys. */
export interface JoinNonces {
  /** 24 bits. */
  readonly joinNonce: number;
  /** 16 bits: of the request (of a rejoin its counter). */
  readonly devNonce: number;
}

/** 1.0.2 §6.2.5, and 1.1 without OptNeg (1.1 §6.2.3, with the NwkKey): `kind` | JoinNonce | NetID | DevNonce | pad. @param netId 6 hexadecimal digits */
export function deriveSession10(aes: Aes, rootKey: AesKey, { joinNonce, devNonce }: JoinNonces, netId: string): SessionKeys {
  const derived = (kind: number) => {
    const block = blockOf(kind, joinNonce);
    writeIdentifier(block, 4, netId, 3);
    block[7] = devNonce;
    block[8] = devNonce >>> 8;
    return aes.encryptBlock(rootKey, block);
  };
  return { fNwkSIntKey: derived(0x01), appSKey: derived(0x02) };
}

/** 1.1 §6.1.2: `kind` | JoinNonce | JoinEUI | DevNonce | pad; the AppSKey under the AppKey, the others under the NwkKey. @param joinEui 16 hexadecimal digits */
export function deriveSession11(
  aes: Aes,
  { appKey, nwkKey }: Required<RootKeys>,
  { joinNonce, devNonce }: JoinNonces,
  joinEui: string,
): Required<SessionKeys> {
  const derived = (kind: number, key: AesKey) => {
    const block = blockOf(kind, joinNonce);
    writeIdentifier(block, 4, joinEui, 8);
    block[12] = devNonce;
    block[13] = devNonce >>> 8;
    return aes.encryptBlock(key, block);
  };
  return {
    fNwkSIntKey: derived(0x01, nwkKey),
    appSKey: derived(0x02, appKey),
    sNwkSIntKey: derived(0x03, nwkKey),
    nwkSEncKey: derived(0x04, nwkKey),
  };
}

function blockOf(kind: number, joinNonce: number): Uint8Array {
  const block = new Uint8Array(16);
  block[0] = kind;
  for (let i = 0; i < 3; i++) block[1 + i] = joinNonce >>> (8 * i);
  return block;
}
