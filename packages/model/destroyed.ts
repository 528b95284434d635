import { z } from 'zod';

/** The keys of a device were destroyed: what was written about them until then is carried out of the log again, wherever it comes back. */
export const destroyedSchema = z.object({
  /** Reference of the device. */
  device: z.string(),
  /** When it was asked for, ms. */
  time: z.number().int(),
});

export type Destroyed = z.infer<typeof destroyedSchema>;
