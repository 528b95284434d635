import { z } from 'zod';
import { planeSchema } from './ending.ts';
import { claimedSchema, messageSchema } from './message.ts';
import { readingSchema } from './reading.ts';
import { reasonNames, steps } from './reasons.ts';

/** What waits for a person: the message as it came, the step that refused it, the reason, and what is needed to go on from there. */
export const quarantinedMessageSchema = z.object({
  what: z.literal('message'),
  id: z.string(),
  reason: z.enum(reasonNames),
  step: z.enum(steps),
  plane: planeSchema,
  /** What the step had to say, without identifiers. */
  detail: z.string(),
  device: z.string().optional(),
  attempt: z.number().int().nonnegative(),
  claimed: claimedSchema.optional(),
  receivedTime: z.number().int(),
  /** Absent for a frame of another operator's network: a stub without bytes. */
  message: messageSchema.omit({ resend: true }).optional(),
});

/** A reading that the series store refused. */
export const quarantinedReadingSchema = z.object({
  what: z.literal('reading'),
  reason: z.literal('refused_by_store'),
  step: z.literal('store'),
  detail: z.string(),
  receivedTime: z.number().int(),
  reading: readingSchema,
});

export const quarantinedSchema = z.discriminatedUnion('what', [quarantinedMessageSchema, quarantinedReadingSchema]);
export type Quarantined = z.infer<typeof quarantinedSchema>;
export type QuarantinedMessage = z.infer<typeof quarantinedMessageSchema>;
