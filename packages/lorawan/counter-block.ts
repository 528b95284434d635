import type { FrmPayloadContext } from './frm-payload.ts';
import { writeIdentifier } from './identifier.ts';

/** What tells the blocks of one frame apart. */
export interface BlockOfFrame {
  /** Of FOpts: 1 for FCntUp and NFCntDown, 2 for AFCntDown (erratum to 1.1 §4.3.1.6). Of FRMPayload: 0. */
  readonly kindOfCounter: 0 | 1 | 2;
  /** From 1. */
  readonly number: number;
}

/** 1.0.2 §4.3.3.1, 1.1 §4.3.1.6: A_i = 01 | 00 00 00 | kind of counter | Dir | DevAddr | FCnt | 00 | i, little-endian. */
export function counterBlock({ devAddr, fCnt, direction }: FrmPayloadContext, { kindOfCounter, number }: BlockOfFrame): Uint8Array {
  const block = new Uint8Array(16);
  block[0] = 0x01;
  block[4] = kindOfCounter;
  block[5] = direction === 'up' ? 0 : 1;
  writeIdentifier(block, 6, devAddr, 4);
  for (let i = 0; i < 4; i++) block[10 + i] = fCnt >>> (8 * i);
  block[15] = number;
  return block;
}
