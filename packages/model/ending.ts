import { z } from 'zod';
import { reasonNames, steps } from './reasons.ts';

/** Whose count it is: the open plane, or what belongs to nobody known. Both are public (truth 2). */
export const planeSchema = z.enum(['open', 'nobody']);
export type Plane = z.infer<typeof planeSchema>;

/** Next offsets of `register` and `sessions` that decode had read, summed over partitions. */
export const readUpToSchema = z.object({ register: z.number().int(), sessions: z.number().int() });
export type ReadUpTo = z.infer<typeof readUpToSchema>;

/** Set when a person sent the message again: the ending that this one replaces (truth 6). */
const released = z.object({ reason: z.enum(reasonNames), plane: planeSchema }).optional();

const common = {
  /** Id of the message. */
  id: z.string(),
  /** Offset of the record that ended so, where it is not the one in the id: of a resend. */
  at: z.number().int().optional(),
  receivedTime: z.number().int(),
  plane: planeSchema,
  released,
  /** Set by a rebuild: the ending of the same record that this one takes the place of. */
  corrects: z
    .object({
      ending: z.enum(['forwarded', 'duplicate', 'quarantined', 'needless']),
      reason: z.enum(reasonNames).optional(),
      plane: planeSchema,
      released,
    })
    .optional(),
  /** What decode had read of the register (truth 3). */
  read: readUpToSchema,
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
