import { z } from 'zod';
import { type Window, windowLengths } from '../../packages/model/window.ts';
import { isoTime } from './iso-time.ts';
import { timeSchema } from './observation.ts';
import type { Datastream } from './open-plane.ts';

/** A window as published. */
export const publishedWindowSchema = z
  .object({
    datastream: z.string(),
    site: z.string(),
    quantity: z.string(),
    unit: z.string().meta({ description: 'UCUM.', fr: 'UCUM.' }),
    length: z.enum(windowLengths),
    start: timeSchema,
    end: timeSchema.meta({ description: 'Not included.', fr: 'Non compris.' }),
    count: z.int().min(0).meta({ description: 'Readings that count.', fr: 'Mesures qui comptent.' }),
    excluded: z.int().min(0).meta({
      description: 'Readings left out: no number, out of range, of a bad time.',
      fr: 'Mesures écartées : sans nombre, hors limites, d’heure fausse.',
    }),
    mean: z.number().nullable(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    coverage: z.number().min(0).max(1).nullable().meta({
      description: 'Share of the time that readings speak for; null: no interval was declared.',
      fr: 'Part du temps dont parlent les mesures ; null : aucun intervalle n’est déclaré.',
    }),
    digest: z.string().meta({
      description: 'Of the set of readings: same set, same window.',
      fr: 'De l’ensemble des mesures : même ensemble, même moyenne.',
    }),
  })
  .meta({ id: 'Window' });
export type PublishedWindow = Readonly<z.infer<typeof publishedWindowSchema>>;

/** @param datastream the open one that the window belongs to. */
export function publishedWindow(window: Window, { id, site, quantity, unit }: Datastream): PublishedWindow {
  const { length, start, end, count, excluded, sum, min, max, coverage, digest } = window;
  const mean = sum === null || count === 0 ? null : sum / count;
  const facts = { datastream: id, site, quantity, unit, length, start: isoTime(start), end: isoTime(end) };
  return { ...facts, count, excluded, mean, min, max, coverage, digest };
}
