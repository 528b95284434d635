import type { Aes, AesKey } from './aes.ts';
import { counterBlock } from './counter-block.ts';
import type { Direction } from './data-frame.ts';
import { relayFPort } from './relayed-uplink.ts';
import type { SessionKeys } from './session-keys.ts';

/** What the keystream of one frame depends on besides the key. */
export interface FrmPayloadContext {
  readonly devAddr: string;
  /** 32 bits. */
  readonly fCnt: number;
  readonly direction: Direction;
}

/** The key of FRMPayload: the network's for MAC commands (FPort 0; 1.0.2 §4.3.3, 1.1 §4.3.3) and relays (FPort 226, TS011), else the AppSKey. */
export function frmPayloadKey(keys: SessionKeys, fPort: number): AesKey | undefined {
  return fPort === 0 || fPort === relayFPort ? (keys.nwkSEncKey ?? keys.fNwkSIntKey) : keys.appSKey;
}

/** Encrypts or decrypts FRMPayload: both are the same (§4.3.3.1). Nothing in it tells whether the key was right: verify the MIC first. */
export function cryptFrmPayload(aes: Aes, key: AesKey, context: FrmPayloadContext, payload: Uint8Array): Uint8Array {
  if (payload.length === 0) return new Uint8Array(0);
  const keystream = aes.encryptBlocks(key, counterBlocks(context, Math.ceil(payload.length / 16)));
  const result = new Uint8Array(payload.length);
  for (let i = 0; i < result.length; i++) result[i] = (payload[i] ?? 0) ^ (keystream[i] ?? 0);
  return result;
}

/** The blocks of one frame differ in their number alone, from 1. */
function counterBlocks(context: FrmPayloadContext, count: number): Uint8Array {
  const first = counterBlock(context, { kindOfCounter: 0, number: 1 });
  if (count === 1) return first;
  const blocks = new Uint8Array(16 * count);
  for (let number = 1; number <= count; number++) {
    blocks.set(first, 16 * (number - 1));
    blocks[16 * number - 1] = number;
  }
  return blocks;
}
