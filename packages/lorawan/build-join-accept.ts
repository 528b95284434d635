import type { Aes } from './aes.ts';
import { cmac } from './cmac.ts';
import { writeIdentifier } from './identifier.ts';
import { type JoinAcceptContent, type JoinAcceptKeys, type JoinAsked, withAsked } from './join-accept-content.ts';
import { micLength } from './mic.ts';

/**
 * A join accept as a server sends it: signed as its OptNeg says, then encrypted (1.0.2 §6.2.5, 1.1 §6.2.3). 17 bytes, or 33 with a CFList.
 * @throws Error when the CFList has not 16 bytes, or OptNeg is set and its key is not there.
 */
export function buildJoinAccept(aes: Aes, keys: JoinAcceptKeys, asked: JoinAsked, content: JoinAcceptContent): Uint8Array {
  const said = writeContent(content);
  const key = content.optNeg ? keys.integrity11 : keys.integrity10;
  if (!key) throw new Error('An accept with OptNeg is signed with the JSIntKey; give it.');
  const mic = cmac(aes, key, content.optNeg ? withAsked(asked, said) : said).subarray(0, micLength);
  const bytes = Uint8Array.of(...said, ...mic);
  for (let at = 1; at < bytes.length; at += 16) bytes.set(aes.decryptBlock(keys.encryption, bytes.subarray(at, at + 16)), at);
  return bytes;
}

/** MHDR(0) JoinNonce(1..3) NetID(4..6) DevAddr(7..10) DLSettings(11) RxDelay(12) CFList(13..28). */
function writeContent(content: JoinAcceptContent): Uint8Array {
  const { joinNonce, netId, devAddr, optNeg, rx1DrOffset, rx2DataRate, rxDelay, cfList = new Uint8Array(0) } = content;
  if (cfList.length !== 0 && cfList.length !== 16) throw new Error(`A CFList has 16 bytes; ${cfList.length} were given.`);
  const said = new Uint8Array(13 + cfList.length);
  said[0] = 1 << 5;
  for (let i = 0; i < 3; i++) said[1 + i] = joinNonce >>> (8 * i);
  writeIdentifier(said, 4, netId, 3);
  writeIdentifier(said, 7, devAddr, 4);
  said[11] = (optNeg ? 0x80 : 0) | ((rx1DrOffset & 0x07) << 4) | (rx2DataRate & 0x0f);
  said[12] = rxDelay & 0x0f;
  said.set(cfList, 13);
  return said;
}
