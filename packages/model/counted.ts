import { z } from 'zod';

const count = z.number().int().nonnegative();

/** What the ledger has counted of one partition's endings, over all time: set against positions in `messages`, it shows what was lost (truth 2). */
export const countedSchema = z.object({
  /** Offset after the furthest message whose ending has been counted. */
  through: count,
  /** Endings of messages, and of messages sent again. */
  endings: count,
  /** Endings that a rebuild has put in the place of others: of these no message has come. */
  corrected: count,
});
export type Counted = z.infer<typeof countedSchema>;
