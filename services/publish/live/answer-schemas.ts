import { z } from 'zod';
import { reasonNames, steps } from '../../../packages/model/reasons.ts';
import { observationSchema, timeSchema } from '../observation.ts';
import { factsShape } from '../page-schema.ts';
import { lifeSteps } from './life-step.ts';

export const wordsSchema = z.object({ fr: z.string(), en: z.string() });

const messageIdSchema = z.string().meta({
  description: 'Id of the message: where the log first accepted it.',
  fr: 'Identifiant du message : là où le journal l’a accepté.',
});

const bytesSchema = z
  .string()
  .nullable()
  .meta({ description: 'The PHYPayload in hex; null: none was kept.', fr: 'Le PHYPayload en hexadécimal ; null : non gardé.' });

const partSchema = z.object({
  name: z.enum(['MHDR', 'DevAddr', 'FCtrl', 'FCnt', 'FOpts', 'FPort', 'FRMPayload', 'MIC', 'MACPayload', 'unreadable']),
  from: z.int().meta({ description: 'Offset of its first byte.', fr: 'Rang de son premier octet.' }),
  to: z.int().meta({ description: 'Offset after its last byte.', fr: 'Rang après son dernier octet.' }),
  value: z.string(),
});

export const refusedSchema = z
  .object({
    message: messageIdSchema,
    receivedTime: timeSchema,
    reason: z.enum(reasonNames),
    step: z.enum(steps),
    detail: z.string(),
    source: z.string().nullable(),
    bytes: bytesSchema,
    parts: z.array(partSchema),
  })
  .meta({ id: 'RefusedMessage' });

export const lifeSchema = z
  .object({
    message: messageIdSchema,
    receivedTime: timeSchema,
    source: z.string(),
    topic: z.string(),
    bytes: bytesSchema,
    parts: z.array(partSchema),
    reception: z.object({ rssi: z.number().nullable(), snr: z.number().nullable() }).nullable(),
    gateways: z.int().nullable(),
    ending: z.object({
      ending: z.enum(['forwarded', 'duplicate', 'quarantined', 'needless']),
      reason: z.enum(reasonNames).nullable(),
      of: z.string().nullable().meta({ description: 'The message that this one repeats.', fr: 'Le message que celui-ci répète.' }),
    }),
    steps: z.array(
      z.object({
        step: z.enum(lifeSteps as [string, ...string[]]),
        outcome: z.enum(['passed', 'ended', 'not_reached']),
        words: wordsSchema,
        shows: z.record(z.string(), z.union([z.string(), z.number()])),
      }),
    ),
    observations: z.array(observationSchema),
  })
  .meta({ id: 'MessageLife' });

export const reasonSchema = z.object({ name: z.enum(reasonNames), meaning: wordsSchema, action: wordsSchema }).meta({ id: 'Reason' });

export const citySchema = z
  .object({
    ...factsShape,
    name: z.string().nullable(),
    timeZone: z.string().meta({ description: 'IANA name; days follow it.', fr: 'Nom IANA ; les jours le suivent.' }),
    licenceName: z.string(),
    licenceUrl: z.string(),
    version: z.string(),
    address: z.object({
      mqtt: z
        .object({ host: z.string(), port: z.int(), username: z.string() })
        .nullable()
        .meta({ description: 'Where gateways may publish; null: the city’s broker is another.', fr: 'Où les antennes publient.' }),
    }),
  })
  .meta({ id: 'City' });
