import type { Arrived } from './arrived.ts';
import type { City } from './city.ts';
import type { Ended } from './ended.ts';
import { live, type Passed, steps } from './life.ts';
import { claimCounter } from './steps/claim-counter.ts';
import { decrypt } from './steps/decrypt.ts';
import { forward } from './steps/forward.ts';
import { matchSession } from './steps/match-session.ts';
import { normaliseValues } from './steps/normalise-values.ts';
import { readMessage } from './steps/read-message.ts';
import { runCodec } from './steps/run-codec.ts';
import { verifyMic } from './steps/verify-mic.ts';

/** The life of a message (ARCHITECTURE §4). */
const life = steps(readMessage, matchSession, verifyMic, claimCounter, decrypt, runCodec, normaliseValues, forward);

/** Every message ends exactly once (truth 2). Calls made in the log's order claim in the log's order. */
export function decodeMessage(arrived: Arrived, city: City, passed: Passed): Ended | Promise<Ended> {
  return live(arrived, life, city, passed);
}
