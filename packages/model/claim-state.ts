import { z } from 'zod';

/**
 * What decode remembers of one session's uplink counters (ARCHITECTURE §4, Claim). JSON-sized: one record per session per commit.
 * Written by `packages/lorawan`, kept in the topic `claims`.
 */
export const claimStateSchema = z.object({
  /** 0 for the first use of the session's keys; +1 for each reset of a reset-tolerant device. */
  instance: z.number().int().nonnegative(),
  /** Seen 32-bit counters as closed, disjoint, ascending intervals [first, last], at most `mostIntervals`. */
  seen: z.array(z.tuple([z.number().int(), z.number().int()])),
  /** Counters that were never seen but whose gap was given up to keep `seen` bounded. */
  forgotten: z.number().int().nonnegative(),
  /** [fCnt, hash of the bytes (16 hex digits), offset of the message] for counters from highest − 64 up, ascending. */
  recent: z.array(z.tuple([z.number().int(), z.string(), z.number().int()])),
  /** For reset-tolerant devices: hashes of the last 4 096 frames of this key across instances, oldest first, 16 hex digits each, joined. */
  hashes: z.string().optional(),
  /** Set while the codec of this session's device rests: how often in a row it hit its limits, and until which time of a message, ms (truth 7). */
  rest: z.object({ codec: z.string(), limits: z.number().int().positive(), until: z.number().int() }).optional(),
});
export type ClaimState = z.infer<typeof claimStateSchema>;

/** A resend that decode has carried out; keyed by the id of the message, so that a second press of the button does nothing. */
export const resentSchema = z.object({ attempt: z.number().int(), receivedTime: z.number().int() });
export type Resent = z.infer<typeof resentSchema>;
