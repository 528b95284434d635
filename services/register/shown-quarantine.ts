import { z } from 'zod';
import { planeSchema } from '../../packages/model/ending.ts';
import { messageSchema } from '../../packages/model/message.ts';
import { reasonNames, reasons, steps } from '../../packages/model/reasons.ts';
import type { Waiting } from './quarantine.ts';

const wordsSchema = z.object({ fr: z.string(), en: z.string() });

export const summarySchema = z.object({
  id: z.string(),
  receivedTime: z.iso.datetime(),
  reason: z.enum(reasonNames),
  step: z.enum(steps),
  plane: planeSchema,
  detail: z.string(),
  attempt: z.int(),
  device: z.string().optional(),
  meaning: wordsSchema,
  action: wordsSchema,
});

export const shownSchema = summarySchema.extend({ fCnt: z.int().nullable(), message: messageSchema.omit({ resend: true }).nullable() });

/** What a list says of a message that waits: no bytes, no keys of the log (truth 11). */
export function summary({ id, reason, step, plane, detail, device, attempt, receivedTime }: Waiting) {
  const { meaning, action } = reasons[reason];
  const since = new Date(receivedTime).toISOString();
  return { id, receivedTime: since, reason, step, plane, detail, attempt, ...(device === undefined ? {} : { device }), meaning, action };
}

/** One message as it came, for a technician. */
export function shown(waiting: Waiting) {
  return { ...summary(waiting), fCnt: waiting.claimed?.fCnt ?? null, message: waiting.message ?? null };
}
