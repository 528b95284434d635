import { z } from 'zod';

/** Settings of store. */
export const storeSettings = z.strictObject({
  batch: z.int().min(1).max(10_000).default(1_000).describe('Records written to the series together at most'),
});
export type StoreSettings = z.infer<typeof storeSettings>;
