import { type Candidate, type Found, findSession } from '../../../packages/lorawan/find-session.ts';
import type { RejoinRequest } from '../../../packages/lorawan/join-frames.ts';
import { fitsJoinRequest, fitsRejoinRequest } from '../../../packages/lorawan/join-mic.ts';
import { transmissionOf } from '../../../packages/lorawan/regions/region.ts';
import { highestCounter } from '../../../packages/lorawan/remember-claim.ts';
import { deriveJoinKeys } from '../../../packages/lorawan/root-keys.ts';
import type { Device, SessionRecord } from '../../../packages/model/register-entities.ts';
import type { City } from '../city.ts';
import { completed, type Ended, type QuarantinedEnding, quarantined } from '../ended.ts';
import type { Matched, MatchedEvent, MatchedFrame, MatchedJoin } from './match-session.ts';
import type { ReadFrame } from './read-message.ts';

/** The one session and 32-bit counter that fit. */
export interface VerifiedFrame extends ReadFrame {
  readonly device: Device;
  readonly session: SessionRecord;
  readonly fCnt: number;
  /** Bits of the MIC that speak for it: 32, or fewer where something that LoRaWAN 1.1 signs is not known. */
  readonly strength: number;
}

/** Nothing is changed before a valid MIC (truth 5). Events pass by type: the server's word stands in their evidence. */
export function verifyMic(matched: Matched, city: City): VerifiedFrame | MatchedEvent | Ended {
  switch (matched.by) {
    case 'event':
      return matched;
    case 'join':
      return verifyJoin(matched, city);
    case 'frame':
      return verifyFrame(matched, city);
  }
}

function verifyFrame(matched: MatchedFrame, city: City): VerifiedFrame | QuarantinedEnding {
  const found = find(matched, city);
  if (!found) return quarantined('verify_mic', 'mic_mismatch');
  const { session } = found.candidate;
  const device = city.register.device(session.device);
  if (!device) return quarantined('match_session', 'unknown_device');
  return { ...matched, session, fCnt: found.fCnt, strength: found.strength, device };
}

/** Counters that each session is tried with, about: the likely one, and those of a late or a reset device's frame. */
const countersEach = 4;

function find({ candidates, frame, receptions, message }: MatchedFrame, { claims, keys, aes, region }: City) {
  const { devAddr } = frame;
  const tries = claims.micBudget.isSpent(devAddr, message.receivedTime) ? 'likely' : 'all';
  const known = candidates.map((session) => {
    const state = claims.session(session.id);
    // What was followed from its join begins at 0.
    const highest = state ? highestCounter(state) : session.origin === 'joined' ? -1 : undefined;
    return { session, keys: keys.keysOf(session), highest };
  });
  const found = findSession(aes, known, frame, transmissionOf(region, receptions[0] ?? {}), tries);
  if (!found) claims.micBudget.failed(devAddr, known.length * (tries === 'all' ? countersEach : 1), message.receivedTime);
  return found && isLikely(found) ? found : undefined;
}

/** Bits below which a MIC can be guessed on the air. */
const guessable = 24;
const near = 64;

/** A MIC of which only a part could be checked must not carry a counter far away: who guesses often enough would shut the device out (truth 5). */
function isLikely({ strength, fCnt, candidate: { highest = -1 } }: Found<Candidate>): boolean {
  return strength >= guessable || Math.abs(fCnt - highest) <= near;
}

/** Without root keys of the device a join is told, and followed by nobody. */
function verifyJoin(matched: MatchedJoin, city: City): Ended {
  const { keys, aes } = city;
  const { join, rootKeys, device, id, message } = matched;
  if (!rootKeys) return completed;
  const { appKey, nwkKey } = keys.rootKeysOf(rootKeys);
  const fits = join.kind === 'join_request' ? fitsJoinRequest(aes, nwkKey ?? appKey, join) : fitsRejoin(join, nwkKey, device, city);
  if (!fits) return quarantined('verify_mic', 'mic_mismatch');
  const bytesHex = Buffer.from(join.bytes).toString('hex');
  return { ...completed, join: { kind: join.kind, message: id, bytesHex, device: device.ref, receivedTime: message.receivedTime } };
}

/** LoRaWAN 1.1 §6.2.4: types 0 and 2 are signed in the session that they are to replace, type 1 with a key of the device. */
function fitsRejoin(rejoin: RejoinRequest, nwkKey: Uint8Array | undefined, device: Device, { register, keys, aes }: City): boolean {
  if (rejoin.rejoinType === 1)
    return nwkKey !== undefined && fitsRejoinRequest(aes, deriveJoinKeys(aes, nwkKey, rejoin.devEui).jsIntKey, rejoin);
  const sessions = register.sessionsOf(device.ref).map((session) => keys.keysOf(session).sNwkSIntKey);
  return sessions.some((key) => key !== undefined && fitsRejoinRequest(aes, key, rejoin));
}
