import { z } from 'zod';
import { reasonNames, steps } from './reasons.ts';

/** Whose count it is: the open plane, or what belongs to nobody known. Both are public (truth 2). */
export const planeSchema = z.enum(['open', 'nobody']);
export type Plane = z.infer<typeof planeSchema>;

const common = {
  /** Id of the message. */
  id: z.string(),
  receivedTime: z.number().int(),
  plane: planeSchema,
  /** Set when a person sent the message again: the ending that this one replaces (truth 6). */
  released: z.object({ reason: z.enum(reasonNames), plane: planeSchema }).optional(),
  /** Next offsets of `register` and `sessions` that decode had read (truth 3), summed over partitions. */
  read: z.object({ register: z.number().int(), sessions: z.number().int() }),
};

/** Exactly one for each message (truth 2); no identifier of a device or a person in it. */
export const endingSchema = z.discriminatedUnion('ending', [
  z.object({ ...common, ending: z.literal('forwarded'), to: z.enum(['readings', 'device_events']), readings: z.number().int() }),
  z.object({ ...common, ending: z.literal('duplicate'), of: z.string() }),
  z.object({ ...common, ending: z.literal('quarantined'), reason: z.enum(reasonNames), step: z.enum(steps) }),
  /** A resend of what no longer waits: nothing was done. Outside the sum. */
  z.object({ ...common, ending: z.literal('needless') }),
]);
export type Ending = z.infer<typeof endingSchema>;
