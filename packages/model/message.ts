import { z } from 'zod';
import { reasonNames, steps } from './reasons.ts';

/** What one claim allowed: remembered so that a message that is sent again does not claim twice. */
export const claimedSchema = z.object({
  session: z.string(),
  fCnt: z.number().int().nonnegative(),
  flags: z.array(z.string()),
});

/** A person sent a quarantined message again after a repair (truth 6). */
export const resendSchema = z.object({
  /** Id of the message, kept from its first acceptance. */
  id: z.string(),
  /** 1 for the first resend of this message, then 2, … */
  attempt: z.number().int().positive(),
  /** The ending that this resend releases. */
  reason: z.enum(reasonNames),
  step: z.enum(steps),
  plane: z.enum(['open', 'nobody']),
  /** Present when the message had already passed its claim. */
  claimed: claimedSchema.optional(),
});
export type Resend = z.infer<typeof resendSchema>;

/** What one MQTT publish carried, as it came. Above `largestPayload` only its first 4 KiB are kept, with its length and SHA-256 (truth 1). */
export const messageSchema = z.object({
  /** Name of the source in the settings. */
  source: z.string(),
  /** Which file of packages/sources reads it. */
  format: z.string(),
  /** A source is read as the gateways' frames or as the network server's application events. */
  stream: z.enum(['frames', 'events']),
  topic: z.string(),
  /** Base64. */
  payload: z.string(),
  cut: z.object({ bytes: z.number().int(), sha256: z.string() }).optional(),
  retained: z.boolean(),
  /** Milliseconds since 1970, stamped once by ingest; no later step reads a clock (truth 3). */
  receivedTime: z.number().int(),
  resend: resendSchema.optional(),
});
export type Message = z.infer<typeof messageSchema>;

/** Bytes; a larger payload is cut. */
export const largestPayload = 256 * 1024;
export const keptOfALargerPayload = 4 * 1024;
