import { counterCandidates } from '../../../packages/lorawan/counter-candidates.ts';
import { fitsMic } from '../../../packages/lorawan/data-mic.ts';
import { highestCounter } from '../../../packages/lorawan/remember-claim.ts';
import type { Device, SessionRecord } from '../../../packages/model/register-entities.ts';
import type { City } from '../city.ts';
import { type QuarantinedEnding, quarantined } from '../ended.ts';
import type { MatchedEvent, MatchedFrame } from './match-session.ts';
import type { ReadFrame } from './read-message.ts';

/** The one session and 32-bit counter that fit. */
export interface VerifiedFrame extends ReadFrame {
  readonly device: Device;
  readonly session: SessionRecord;
  readonly fCnt: number;
}

/** Nothing is changed before a valid MIC (truth 5). Events pass by type: the server's word stands in their evidence. */
export function verifyMic(matched: MatchedFrame | MatchedEvent, city: City): VerifiedFrame | MatchedEvent | QuarantinedEnding {
  if (matched.by === 'event') return matched;
  for (const session of matched.candidates) {
    const fCnt = fittingCounter(matched, session, city);
    if (fCnt !== undefined) return withDevice(matched, session, fCnt, city);
  }
  return quarantined('verify_mic', 'mic_mismatch');
}

function fittingCounter({ frame }: MatchedFrame, session: SessionRecord, { claims, keys, aes }: City): number | undefined {
  const state = claims.session(session.id);
  const nwkSKey = keys.nwkSKey(session);
  return counterCandidates(frame.fCnt16, state && highestCounter(state)).find((fCnt) => fitsMic(aes, nwkSKey, frame, fCnt));
}

function withDevice(matched: MatchedFrame, session: SessionRecord, fCnt: number, { register }: City): VerifiedFrame | QuarantinedEnding {
  const device = register.device(session.device);
  return device ? { ...matched, session, fCnt, device } : quarantined('match_session', 'unknown_device');
}
