import type { Aes, AesKey } from './aes.ts';
import { cmacInBlocks } from './cmac.ts';
import type { DataFrame } from './data-frame.ts';
import { isSameMic, micLength } from './mic.ts';
import type { SessionKeys } from './session-keys.ts';

/** What LoRaWAN 1.1 signs beside the frame (1.1 §4.4); each is 0 where it does not apply. */
export interface SignedBeside {
  /** Low 16 bits of the counter of the confirmed frame that this one acknowledges. */
  readonly confFCnt: number;
  /** Of uplinks under the SNwkSIntKey: data rate and channel, as the device numbers them. */
  readonly txDr: number;
  readonly txCh: number;
}

const nothing: SignedBeside = { confFCnt: 0, txDr: 0, txCh: 0 };

/** The MIC (4 bytes) that a LoRaWAN 1.0.x data frame of either direction has under this key and 32-bit counter (§4.4). */
export function dataMic(aes: Aes, nwkSKey: AesKey, frame: DataFrame, fCnt: number): Uint8Array {
  return dataCmac(aes, nwkSKey, frame, fCnt).slice(0, micLength);
}

/** The MIC (4 bytes) that a data frame has under the keys of its session: of LoRaWAN 1.1 where there is an SNwkSIntKey, else of 1.0.x (1.0.2 §4.4, 1.1 §4.4). */
export function sessionMic(
  aes: Aes,
  { fNwkSIntKey, sNwkSIntKey }: SessionKeys,
  frame: DataFrame,
  fCnt: number,
  beside = nothing,
): Uint8Array {
  if (!sNwkSIntKey) return dataMic(aes, fNwkSIntKey, frame, fCnt);
  const isUp = frame.direction === 'up';
  const serving = dataCmac(aes, sNwkSIntKey, frame, fCnt, isUp ? beside : { ...nothing, confFCnt: beside.confFCnt });
  if (!isUp) return serving.slice(0, micLength);
  return Uint8Array.of(...serving.subarray(0, 2), ...dataCmac(aes, fNwkSIntKey, frame, fCnt).subarray(0, 2));
}

/** Whether the frame's own MIC is the right one; takes the same time wherever they differ. */
export function fitsMic(aes: Aes, nwkSKey: AesKey, frame: DataFrame, fCnt: number): boolean {
  return isSameMic(dataCmac(aes, nwkSKey, frame, fCnt), frame.mic);
}

/** The CMAC (16 bytes) of B0 or B1 and the frame, of which LoRaWAN takes the first two or four bytes. */
export function dataCmac(aes: Aes, key: AesKey, frame: DataFrame, fCnt: number, beside = nothing): Uint8Array {
  const messageLength = frame.bytes.length - micLength;
  const length = 16 + messageLength;
  const blocks = new Uint8Array((length + 15) & ~15);
  writeFirstBlock(blocks, frame, fCnt, beside);
  for (let i = 0; i < messageLength; i++) blocks[16 + i] = frame.bytes[i] ?? 0;
  return cmacInBlocks(aes, key, blocks, length);
}

/** B0 alone, 16 bytes. */
export function firstBlock(frame: DataFrame, fCnt: number): Uint8Array {
  const block = new Uint8Array(16);
  writeFirstBlock(block, frame, fCnt, nothing);
  return block;
}

/**
 * 1.0.2 §4.4, 1.1 §4.4: 49 | ConfFCnt(2) | TxDr | TxCh | Dir | DevAddr | FCnt | 00 | length of the message, little-endian. B0 is B1 with TxDr and TxCh 0.
 */
function writeFirstBlock(blocks: Uint8Array, frame: DataFrame, fCnt: number, beside: SignedBeside): void {
  blocks[0] = 0x49;
  blocks[1] = beside.confFCnt;
  blocks[2] = beside.confFCnt >>> 8;
  blocks[3] = beside.txDr;
  blocks[4] = beside.txCh;
  blocks[5] = frame.direction === 'up' ? 0 : 1;
  for (let i = 0; i < 4; i++) blocks[6 + i] = frame.bytes[1 + i] ?? 0;
  for (let i = 0; i < 4; i++) blocks[10 + i] = fCnt >>> (8 * i);
  blocks[15] = frame.bytes.length - micLength;
}
