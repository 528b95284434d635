import { z } from 'zod';
import { evidenceSchema } from './evidence.ts';

/** What is odd about a value that is kept all the same (truth 8: flagged, never dropped). */
export const readingFlags = ['out_of_order', 'out_of_range', 'bad_time', 'not_a_number', 'counter_gap'] as const;
export type ReadingFlag = (typeof readingFlags)[number];

/**
 * One value at one time on a datastream. Identity: (datastream, phenomenonTime, codecVersion).
 * All times in milliseconds since 1970, UTC.
 */
export const readingSchema = z.object({
  datastream: z.string(),
  /** When it was true. */
  phenomenonTime: z.number().int(),
  /** `vendor/model@version` of the codec that decoded it. */
  codecVersion: z.string(),
  /** In the quantity's unit; null when the codec gave something that is no finite number (then flagged, its text in `raw`). */
  value: z.number().nullable(),
  raw: z.string().optional(),
  quantity: z.string(),
  site: z.string(),
  /** Our reference of the device, issued by the register. */
  device: z.string(),
  evidence: evidenceSchema,
  /** Content-derived reference of the frame that carried it. */
  frame: z.string(),
  /** Correlation: the id of the message it came from. */
  message: z.string(),
  /** When it was heard. */
  receivedTime: z.number().int(),
  flags: z.array(z.enum(readingFlags)),
});
export type Reading = z.infer<typeof readingSchema>;

/** Order of observations everywhere: time, then datastream, then codec version. */
export interface ReadingKey {
  readonly phenomenonTime: number;
  readonly datastream: string;
  readonly codecVersion: string;
}
