import type { ClaimState } from '../../packages/model/claim-state.ts';

type Rest = NonNullable<ClaimState['rest']>;

/** A frame of a device comes every few minutes; what comes within this time of one that took all it may take is not worth the same again. */
const firstRest = 60_000;
const longestRest = 3_600_000;

/** Whether a codec rests for a session, by the messages' own time (ms): no clock is read (truth 3). A new version of the codec never rests. */
export function isResting(rest: Rest | undefined, codec: string, taken: number): rest is Rest {
  return rest !== undefined && rest.codec === codec && taken < rest.until;
}

/** After a codec has hit a limit: it rests a minute, and twice as long each further time in a row, up to an hour. */
export function restAfter(before: Rest | undefined, codec: string, taken: number): Rest {
  const limits = before?.codec === codec ? before.limits + 1 : 1;
  return { codec, limits, until: taken + Math.min(firstRest * 2 ** (limits - 1), longestRest) };
}
