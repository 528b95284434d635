import { z } from 'zod';

/** At the top of every answer. */
export const factsShape = {
  licence: z.string().meta({ description: 'SPDX identifier.', fr: 'Identifiant SPDX.' }),
  simulated: z.boolean().meta({ description: 'The city is invented.', fr: 'La ville est inventée.' }),
};

/** A page with the address of the next one. */
export function pageSchema<Shape extends z.ZodRawShape>(shape: Shape) {
  const next = z.string().nullable().meta({ description: 'Address of the next page.', fr: 'Adresse de la page suivante.' });
  return z.object({ ...factsShape, next, ...shape });
}
