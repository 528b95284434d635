import type { Aes } from './aes.ts';
import type { DataFrame, DownlinkFrame, UplinkFrame } from './data-frame.ts';
import { dataCmac, fitsMic, type SignedBeside } from './data-mic.ts';
import { isSame, isSameMic } from './mic.ts';
import { isOf11, type SessionKeys } from './session-keys.ts';

/** What is known of the transmission besides the frame; what is absent is searched for. */
export interface Transmission {
  /** Indices of the data rate (RP002) that it may have had, at least one. */
  readonly txDrs?: readonly number[];
  /** Indices of the channel in the device's own list that it may have had, at least one. */
  readonly txChs?: readonly number[];
  /** Low 16 bits of the counter of the confirmed downlink that an uplink with ACK acknowledges. */
  readonly confFCnt?: number;
}

/** The MIC fits. */
export interface Verdict {
  /** Bits that speak for it: 32; fewer where something signed was not known, and had to be searched for or left out. */
  readonly strength: number;
}

const whole: Verdict = { strength: 32 };
/** The half of the MIC that only needs the frame and FNwkSIntKey. */
const half: Verdict = { strength: 16 };

/**
 * Whether the frame's MIC fits these keys and this 32-bit counter (1.0.2 §4.4, 1.1 §4.4), and how much that says. Undefined: it does not.
 * Keys with an SNwkSIntKey or an NwkSEncKey are those of 1.1; without the SNwkSIntKey half of an uplink's MIC can be checked, and none of a downlink's.
 */
export function verifyData(aes: Aes, keys: SessionKeys, frame: DataFrame, fCnt: number, known: Transmission = {}): Verdict | undefined {
  if (!isOf11(keys)) return fitsMic(aes, keys.fNwkSIntKey, frame, fCnt) ? whole : undefined;
  return frame.direction === 'up' ? verifyUplink(aes, keys, frame, fCnt, known) : verifyDownlink(aes, keys, frame, fCnt, known);
}

/** 1.1 §4.4: the uplink's MIC is cmacS[0..1] | cmacF[0..1]; on a server of 1.0 it is cmacF[0..3]. */
function verifyUplink(aes: Aes, keys: SessionKeys, frame: UplinkFrame, fCnt: number, known: Transmission): Verdict | undefined {
  const { fNwkSIntKey, sNwkSIntKey } = keys;
  const cmacF = dataCmac(aes, fNwkSIntKey, frame, fCnt);
  if (isSameMic(cmacF, frame.mic)) return whole;
  if (!isSame(frame.mic, 2, cmacF, 0, 2)) return undefined;
  const confFCnt = frame.fCtrl.ack ? known.confFCnt : 0;
  if (confFCnt === undefined || !sNwkSIntKey) return half;
  const tried = transmissionsOf(known);
  const fits = (beside: SignedBeside) => isSame(frame.mic, 0, dataCmac(aes, sNwkSIntKey, frame, fCnt, beside), 0, 2);
  return tried.some((beside) => fits({ confFCnt, ...beside })) ? { strength: 32 - Math.log2(tried.length) } : undefined;
}

/** 1.1 §4.4: B0 with ConfFCnt under the SNwkSIntKey. Whether it acknowledges with a counter that is not known cannot be checked. */
function verifyDownlink(
  aes: Aes,
  { sNwkSIntKey }: SessionKeys,
  frame: DownlinkFrame,
  fCnt: number,
  known: Transmission,
): Verdict | undefined {
  const confFCnt = frame.fCtrl.ack ? known.confFCnt : 0;
  if (confFCnt === undefined || !sNwkSIntKey) return undefined;
  return isSameMic(dataCmac(aes, sNwkSIntKey, frame, fCnt, { confFCnt, txDr: 0, txCh: 0 }), frame.mic) ? whole : undefined;
}

/** RP002: data rates have 4 bits; a device that numbers its channels itself has 16. */
const sixteen = Array.from({ length: 16 }, (_, n) => n);

function transmissionsOf({ txDrs = sixteen, txChs = sixteen }: Transmission): { txDr: number; txCh: number }[] {
  return txDrs.flatMap((txDr) => txChs.map((txCh) => ({ txDr, txCh })));
}
