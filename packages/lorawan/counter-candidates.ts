const epochLength = 0x1_0000;
const highestCounter = 0xffff_ffff;
/** A verifier that starts in the middle of a session tries this many epochs beyond the first. */
const mostUnknownEpoch = 16;

/**
 * The 32-bit counters that a frame with this FCnt may have, in the order in which their MIC is to be tried (facts §4.4): the rebuilt one,
 * then what only an old, a late or a reset device's frame would have. A counter never wraps around: then the keys must be renewed.
 * @param highest -1: the session begins at 0, as after a join; undefined: any epoch may be its own
 */
export function counterCandidates(fCnt16: number, highest: number | undefined): number[] {
  return highest === undefined ? firstEpochs(fCnt16) : aroundHighest(fCnt16, highest);
}

const firstEpochs = (fCnt16: number): number[] => Array.from({ length: mostUnknownEpoch + 1 }, (_, epoch) => epoch * epochLength + fCnt16);

/** Each once; step by step, for a DevAddr may have a thousand sessions. */
function aroundHighest(fCnt16: number, highest: number): number[] {
  const sameEpoch = highest - (highest % epochLength) + fCnt16;
  const candidates: number[] = [];
  if (sameEpoch < highest && sameEpoch + epochLength <= highestCounter) candidates.push(sameEpoch + epochLength);
  candidates.push(sameEpoch);
  if (sameEpoch >= epochLength) candidates.push(sameEpoch - epochLength);
  if (sameEpoch >= 2 * epochLength) candidates.push(fCnt16);
  return candidates;
}
