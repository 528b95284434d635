import type { Aes, AesKey } from './aes.ts';
import { cmacInBlocks } from './cmac.ts';
import type { DataFrame } from './data-frame.ts';

const micLength = 4;

/** The MIC (4 bytes) that a LoRaWAN 1.0.x data frame of either direction has under this key and 32-bit counter (§4.4). */
export function dataMic(aes: Aes, nwkSKey: AesKey, frame: DataFrame, fCnt: number): Uint8Array {
  return fullMic(aes, nwkSKey, frame, fCnt).slice(0, micLength);
}

/** Whether the frame's own MIC is the right one; takes the same time wherever they differ. */
export function fitsMic(aes: Aes, nwkSKey: AesKey, frame: DataFrame, fCnt: number): boolean {
  const right = fullMic(aes, nwkSKey, frame, fCnt);
  const { mic } = frame;
  let difference = 0;
  for (let i = 0; i < micLength; i++) difference |= (right[i] ?? 0) ^ (mic[i] ?? 0);
  return difference === 0;
}

function fullMic(aes: Aes, nwkSKey: AesKey, frame: DataFrame, fCnt: number): Uint8Array {
  const messageLength = frame.bytes.length - micLength;
  const length = 16 + messageLength;
  const blocks = new Uint8Array((length + 15) & ~15);
  writeB0(blocks, frame, fCnt, messageLength);
  for (let i = 0; i < messageLength; i++) blocks[16 + i] = frame.bytes[i] ?? 0;
  return cmacInBlocks(aes, nwkSKey, blocks, length);
}

/** §4.4: B0 = 49 | 00 00 00 00 | Dir | DevAddr | FCnt | 00 | length of the message, little-endian. */
function writeB0(blocks: Uint8Array, frame: DataFrame, fCnt: number, messageLength: number): void {
  blocks[0] = 0x49;
  blocks[5] = frame.direction === 'up' ? 0 : 1;
  for (let i = 0; i < 4; i++) blocks[6 + i] = frame.bytes[1 + i] ?? 0;
  for (let i = 0; i < 4; i++) blocks[10 + i] = fCnt >>> (8 * i);
  blocks[15] = messageLength;
}
