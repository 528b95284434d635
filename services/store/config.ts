import { z } from 'zod';
import { isTimeZone } from './city-days.ts';

/** Settings of store. */
export const storeSettings = z.strictObject({
  batch: z.int().min(1).max(10_000).default(1_000).describe('Records written to the series together at most'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'a time zone of the IANA database, such as Europe/Paris')
    .default('Europe/Paris')
    .describe("The city's time zone: its days are those of the daily windows"),
});
export type StoreSettings = z.infer<typeof storeSettings>;
