import type { Aes } from './aes.ts';
import { counterCandidates } from './counter-candidates.ts';
import type { DataFrame } from './data-frame.ts';
import { micSieve } from './mic-sieve.ts';
import type { SessionKeys } from './session-keys.ts';
import { type Transmission, verifyData } from './verify-data.ts';

/** A session that a frame's DevAddr may belong to. */
export interface Candidate {
  readonly keys: SessionKeys;
  /** Highest counter that it has claimed; -1: none yet, and it begins at 0, as after a join; undefined: not known. */
  readonly highest: number | undefined;
}

/** The one candidate and 32-bit counter that fit. */
export interface Found<C extends Candidate> {
  readonly candidate: C;
  readonly fCnt: number;
  /** Bits of the MIC that speak for it. */
  readonly strength: number;
}

/** Below that many candidates a sieve costs more than it saves: what passes it is checked once more. */
const fewestForASieve = 3;
/** A MIC of that many bits is enough to look no further; what is weaker stands only if nothing stronger fits. */
const certain = 24;
/** A frame this far above the highest counter is the usual one. */
const near = 64;

/** Every counter that the frame may have with each candidate, or the likely one of each alone: a quarter of the work, and enough for a frame in its turn. */
export type Tries = 'all' | 'likely';

/** Which candidate and which of the counters that the frame may have fit its MIC: the first that is certain, else the strongest. Undefined: none fits. */
export function findSession<C extends Candidate>(
  aes: Aes,
  candidates: readonly C[],
  frame: DataFrame,
  known?: Transmission,
  tries: Tries = 'all',
): Found<C> | undefined {
  const mayFit = candidates.length < fewestForASieve ? () => true : micSieve(aes, frame);
  let strongest: Found<C> | undefined;
  for (const { candidate, fCnt } of likelyFirst(candidates, frame.fCnt16, tries)) {
    const verdict = mayFit(candidate.keys, fCnt) ? verifyData(aes, candidate.keys, frame, fCnt, known) : undefined;
    if (!verdict) continue;
    const found = { candidate, fCnt, strength: verdict.strength };
    if (found.strength >= certain) return found;
    if (found.strength > (strongest?.strength ?? 0)) strongest = found;
  }
  return strongest;
}

/**
 * The counters just above a candidate's highest, then the likely counter of every other candidate, then the unlikely ones of all: a right frame
 * costs few tries, however many sessions a DevAddr has.
 */
function* likelyFirst<C extends Candidate>(
  candidates: readonly C[],
  fCnt16: number,
  tries: Tries,
): Generator<{ candidate: C; fCnt: number }> {
  const all = candidates.map((candidate) => ({ candidate, counters: counterCandidates(fCnt16, candidate.highest) }));
  const isNear = ({ candidate: { highest = -1 }, counters: [fCnt = Number.POSITIVE_INFINITY] }: (typeof all)[number]) =>
    fCnt - highest <= near;
  const [usual, others] = [all.filter(isNear), all.filter((tried) => !isNear(tried))];
  for (const { candidate, counters } of [...usual, ...others]) for (const fCnt of counters.slice(0, 1)) yield { candidate, fCnt };
  if (tries === 'likely') return;
  for (const { candidate, counters } of all) for (const fCnt of counters.slice(1)) yield { candidate, fCnt };
}
