import { z } from 'zod';
import { planeSchema } from './ending.ts';
import { reasonNames } from './reasons.ts';

/**
 * Endings of one hour (of received time), one plane, one partition of `messages`: totals, not increments, so that writing twice is writing once.
 * `forwarded + duplicate + sum(quarantined)` = accepted; `released` and `needless` stand outside the sum (truths 2 and 6).
 */
export const tallySchema = z.object({
  partition: z.number().int(),
  /** Start of the UTC hour, ms. */
  hour: z.number().int(),
  plane: planeSchema,
  forwarded: z.number().int(),
  duplicate: z.number().int(),
  quarantined: z.partialRecord(z.enum(reasonNames), z.number().int()),
  released: z.number().int(),
  needless: z.number().int(),
});
export type Tally = z.infer<typeof tallySchema>;
