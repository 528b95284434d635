import { z } from 'zod';
import { evidenceSchema } from '../../packages/model/evidence.ts';
import { readingFlags } from '../../packages/model/reading.ts';
import type { BareReading } from '../../packages/series/contract.ts';
import { isoTime } from './iso-time.ts';
import type { Datastream } from './open-plane.ts';

/** A moment in an answer: ISO 8601, UTC. */
export const timeSchema = z.iso.datetime();

/** A reading as published: only what may be seen, with how it was verified and decoded (truths 11 and 12). */
export const observationSchema = z
  .object({
    datastream: z.string(),
    site: z.string(),
    quantity: z.string(),
    unit: z.string().meta({ description: 'UCUM.', fr: 'UCUM.' }),
    phenomenonTime: timeSchema.meta({ description: 'When it was true.', fr: 'Le moment où c’était vrai.' }),
    receivedTime: timeSchema.meta({ description: 'When it was heard.', fr: 'Le moment où cela a été entendu.' }),
    value: z
      .number()
      .nullable()
      .meta({ description: 'As decoded; null: no number was given.', fr: 'Telle que décodée ; null : aucun nombre n’a été donné.' }),
    flags: z.array(z.enum(readingFlags)).readonly().meta({ description: 'What is odd about it.', fr: 'Ce qu’elle a d’étrange.' }),
    evidence: evidenceSchema.meta({ description: 'How it was verified.', fr: 'Comment elle a été vérifiée.' }),
    codec: z.string().meta({ description: 'What decoded it: vendor/model@version.', fr: 'Ce qui l’a décodée : vendor/model@version.' }),
  })
  .meta({ id: 'Observation' });
export type Observation = Readonly<z.infer<typeof observationSchema>>;

/** A reading with the open datastream that it belongs to. */
export interface OpenReading {
  readonly reading: BareReading;
  readonly datastream: Datastream;
}

export function observation({ reading, datastream: { id, site, quantity, unit } }: OpenReading): Observation {
  return {
    datastream: id,
    site,
    quantity,
    unit,
    phenomenonTime: isoTime(reading.phenomenonTime),
    receivedTime: isoTime(reading.receivedTime),
    value: reading.value,
    flags: reading.flags,
    evidence: reading.evidence,
    codec: reading.codecVersion,
  };
}
