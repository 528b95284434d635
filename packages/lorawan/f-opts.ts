import type { Aes, AesKey } from './aes.ts';
import { counterBlock } from './counter-block.ts';
import type { FrmPayloadContext } from './frm-payload.ts';

/**
 * Encrypts or decrypts the FOpts of LoRaWAN 1.1: both are the same. One block, formed as the erratum "FOpts Encryption, Usage of FCntDwn" says
 * (the text of 1.1 §4.3.1.6 was replaced by it). In 1.0.x FOpts are plain.
 * @param fPort of the frame; a downlink with an FPort above 0 counts with AFCntDown, all else with FCntUp or NFCntDown
 */
export function cryptFOpts(
  aes: Aes,
  nwkSEncKey: AesKey,
  context: FrmPayloadContext,
  fPort: number | undefined,
  fOpts: Uint8Array,
): Uint8Array {
  const isUnderAFCntDown = context.direction === 'down' && fPort !== undefined && fPort > 0;
  const keystream = aes.encryptBlock(nwkSEncKey, counterBlock(context, { kindOfCounter: isUnderAFCntDown ? 2 : 1, number: 1 }));
  return fOpts.map((byte, i) => byte ^ (keystream[i] ?? 0));
}
