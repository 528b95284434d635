import { z } from 'zod';

/** Hours are UTC; days follow the city's time zone and are 23, 24 or 25 h long (truth 9). */
export const windowLengths = ['hour', 'day'] as const;
export type WindowLength = (typeof windowLengths)[number];

/**
 * The aggregate of one datastream over one clock-aligned interval [start, end), by phenomenon time, ms UTC. Identity: (datastream, length, start).
 * Made from the set of readings alone: same set, same window, in whatever order they came (truth 9). It stands beside the readings (truth 8).
 */
export const windowSchema = z.object({
  datastream: z.string(),
  length: z.enum(windowLengths),
  start: z.number().int(),
  end: z.number().int(),
  quantity: z.string(),
  site: z.string(),
  /** Readings that count; at each time only that of the greatest codec version. */
  count: z.number().int().nonnegative(),
  /** Readings left out: not a number, out of range, bad time. */
  excluded: z.number().int().nonnegative(),
  /** In the quantity's unit; null where nothing counts. mean = sum / count. */
  sum: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Phenomenon times of the first and the last reading that counts. */
  first: z.number().int().nullable(),
  last: z.number().int().nullable(),
  /** Interval that the device of the last reading that counts declares, ms; null: none is known. */
  interval: z.number().int().positive().nullable(),
  /** ms between `first` and `last` that are covered: the sum over neighbours of min(gap, interval of the earlier one). */
  covered: z.number().int().nonnegative(),
  /** Covered share of the window, 0 to 1, the gap from `last` round to `first` included; null: of a reading that counts no interval is known. */
  coverage: z.number().min(0).max(1).nullable(),
  /** Of the set of readings, excluded ones and older codec versions too: 32 hex digits. */
  digest: z.string(),
});
export type Window = z.infer<typeof windowSchema>;

/** Hours of datastreams in which readings were stored since the windows were last made. */
export const touchedSchema = z.object({
  /** Start of the UTC hour, ms, as text; the datastreams touched in it. */
  hours: z.record(z.string(), z.array(z.string())),
});
export type Touched = z.infer<typeof touchedSchema>;
