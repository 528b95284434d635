import { z } from 'zod';
import { momentSchema } from '../../packages/http/moment.ts';
import type { QuarantinedMessage } from '../../packages/model/quarantined.ts';
import { reasonNames } from '../../packages/model/reasons.ts';

export const filterShape = {
  reason: z.enum(reasonNames).optional().meta({ description: 'That wait for this reason.', fr: 'Qui attendent pour cette raison.' }),
  device: z.string().optional().meta({ description: 'Of this device, by its reference.', fr: 'De cet appareil, par sa référence.' }),
  source: z.string().optional().meta({ description: 'From this source of the settings.', fr: 'De cette source des réglages.' }),
  from: momentSchema.optional().meta({ description: 'Received at this moment or later.', fr: 'Reçus à ce moment ou après.' }),
  to: momentSchema.optional().meta({ description: 'Received before this moment.', fr: 'Reçus avant ce moment.' }),
};

/** Which of the messages that wait; without a word, all. */
export type Filter = z.infer<z.ZodObject<typeof filterShape>>;

export function matchesFilter(one: QuarantinedMessage, { reason, device, source, from, to }: Filter): boolean {
  if (reason !== undefined && one.reason !== reason) return false;
  if (device !== undefined && one.device !== device) return false;
  if (source !== undefined && one.message?.source !== source) return false;
  return (from === undefined || one.receivedTime >= from) && (to === undefined || one.receivedTime < to);
}
