import type { Aes, AesKey } from './aes.ts';
import type { Direction } from './data-frame.ts';
import { writeIdentifier } from './identifier.ts';

/** What the keystream of one frame depends on besides the key. */
export interface FrmPayloadContext {
  readonly devAddr: string;
  /** 32 bits. */
  readonly fCnt: number;
  readonly direction: Direction;
}

/** Keys of a LoRaWAN 1.0.x session; the application's may be unknown. */
export interface SessionKeys {
  readonly nwkSKey: AesKey;
  readonly appSKey?: AesKey;
}

/** The key that FRMPayload is encrypted with: NwkSKey for MAC commands (FPort 0, §4.3.3) and relays (FPort 226, TS011), else AppSKey. */
export function frmPayloadKey(keys: SessionKeys, fPort: number): AesKey | undefined {
  return fPort === 0 || fPort === 226 ? keys.nwkSKey : keys.appSKey;
}

/** Encrypts or decrypts FRMPayload: both are the same (§4.3.3.1). Nothing in it tells whether the key was right: verify the MIC first. */
export function cryptFrmPayload(aes: Aes, key: AesKey, context: FrmPayloadContext, payload: Uint8Array): Uint8Array {
  if (payload.length === 0) return new Uint8Array(0);
  const keystream = aes.encryptBlocks(key, counterBlocks(context, Math.ceil(payload.length / 16)));
  const result = new Uint8Array(payload.length);
  for (let i = 0; i < result.length; i++) result[i] = (payload[i] ?? 0) ^ (keystream[i] ?? 0);
  return result;
}

/** §4.3.3.1: A_i = 01 | 00 00 00 00 | Dir | DevAddr | FCnt | 00 | i, little-endian, i from 1. */
function counterBlocks({ devAddr, fCnt, direction }: FrmPayloadContext, count: number): Uint8Array {
  const blocks = new Uint8Array(16 * count);
  for (let at = 0; at < blocks.length; at += 16) {
    if (at > 0) blocks.copyWithin(at, 0, 16);
    else {
      blocks[0] = 0x01;
      blocks[5] = direction === 'up' ? 0 : 1;
      writeIdentifier(blocks, 6, devAddr, 4);
      for (let i = 0; i < 4; i++) blocks[10 + i] = fCnt >>> (8 * i);
    }
    blocks[at + 15] = at / 16 + 1;
  }
  return blocks;
}
