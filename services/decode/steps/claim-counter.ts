import { hash } from 'node:crypto';
import { type ClaimVerdict, claimEvent, claimFrame } from '../../../packages/lorawan/claim.ts';
import { highestCounter } from '../../../packages/lorawan/remember-claim.ts';
import type { City } from '../city.ts';
import { type Ended, quarantined } from '../ended.ts';
import type { MatchedEvent } from './match-session.ts';
import type { VerifiedFrame } from './verify-mic.ts';

/** What a claim adds: nobody else passes with this counter. */
export interface Claim {
  /** Key of the state that was claimed in. */
  readonly session: string;
  readonly fCnt: number;
  readonly flags: readonly string[];
  /** Counters from the highest heard before to this one; negative: it comes late. Absent at a first or a resent frame, and after a reset. */
  readonly step?: number;
  /** Content-derived reference of the frame. */
  readonly reference: string;
  /** This is the first frame of its session that was heard. */
  readonly first?: true;
}
export type ClaimedFrame = VerifiedFrame & { readonly claim: Claim };
export type ClaimedEvent = MatchedEvent & { readonly claim: Claim };

export function claimCounter(verified: VerifiedFrame | MatchedEvent, city: City): ClaimedFrame | ClaimedEvent | Ended {
  if (verified.device.disabled) return quarantined('claim_counter', 'device_disabled');
  const session = stateKey(verified);
  const fCnt = verified.by === 'frame' ? verified.fCnt : verified.event.fCnt;
  const bytes = bytesHash(verified);
  const earlier = verified.message.resend?.claimed;
  if (earlier) return { ...verified, claim: { ...earlier, reference: referenceOf(earlier.session, fCnt, bytes) } };
  const verdict = judge(verified, session, fCnt, bytes, city);
  if (verdict.verdict === 'duplicate') return { ended: 'duplicate', of: verdict.of };
  if (verdict.verdict !== 'forwarded') return quarantined('claim_counter', verdict.verdict);
  if (isEnded(verified, city)) return quarantined('claim_counter', 'session_ended');
  const before = city.claims.session(session);
  const rest = before?.rest;
  city.claims.sessions.set(session, { ...verdict.state, ...(rest && { rest }) });
  const flags = [...verdict.flags, ...strengthFlags(verified)];
  const step = before?.instance === verdict.instance ? { step: fCnt - highestCounter(before) } : {};
  return {
    ...verified,
    claim: { session, fCnt, flags, ...step, reference: referenceOf(session, fCnt, bytes), ...firstOf(verified, city) },
  };
}

/** A session is over when a later one of the device has been heard: in this partition by its claims, in another by what that one has said. */
function isEnded(verified: VerifiedFrame | MatchedEvent, { register, claims }: City): boolean {
  if (verified.by === 'event') return false;
  return register.laterThan(verified.session).some(({ id }) => register.isSpoken(id) || claims.session(id) !== undefined);
}

/** Only a session that has a beginning ends others. */
function firstOf(verified: VerifiedFrame | MatchedEvent, { register }: City): { first?: true } {
  if (verified.by !== 'frame') return {};
  const { id, since } = verified.session;
  return since !== undefined && !register.isSpoken(id) ? { first: true } : {};
}

/** Where not all 32 bits of the MIC could be checked, the reading says how many were (truth 12). */
const strengthFlags = (verified: VerifiedFrame | MatchedEvent): string[] =>
  verified.by === 'frame' && verified.strength < 32 ? [`mic_${Math.floor(verified.strength)}_bits`] : [];

function judge(verified: VerifiedFrame | MatchedEvent, session: string, fCnt: number, bytes: string, { claims }: City): ClaimVerdict {
  const claim = { fCnt, hash: bytes, offset: verified.offset };
  const state = claims.session(session);
  const resent = verified.message.resend !== undefined;
  // A server that names no DevAddr does not tell one session from the next: a counter that begins anew may be a rejoin.
  if (verified.by === 'event' && verified.event.devAddr === '') return claimFrame(state, { ...claim, resetTolerant: true, resent });
  if (verified.by === 'event') return claimEvent(state, claim);
  return claimFrame(state, { ...claim, resetTolerant: verified.device.resetTolerant, resent });
}

/** Events claim apart from frames: (device, DevAddr, fCnt), so that the two witnesses of one uplink do not shut each other out. */
function stateKey(verified: VerifiedFrame | MatchedEvent): string {
  return verified.by === 'frame' ? verified.session.id : `event/${verified.device.ref}/${verified.event.devAddr}`;
}

/** 16 hex digits over what was said: of a frame its PHYPayload, of an event its port and bytes. */
function bytesHash(verified: VerifiedFrame | MatchedEvent): string {
  if (verified.by === 'frame') return hash('sha256', verified.frame.bytes, 'hex').slice(0, 16);
  const { fPort, bytes } = verified.event;
  return hash('sha256', `${fPort ?? 0}/${Buffer.from(bytes).toString('hex')}`, 'hex').slice(0, 16);
}

/** The session's id comes from a secret, so the reference tells nobody the DevAddr (truth 11). */
function referenceOf(session: string, fCnt: number, bytes: string): string {
  return hash('sha256', `${session}/${fCnt}/${bytes}`, 'hex').slice(0, 24);
}
