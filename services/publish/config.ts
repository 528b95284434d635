import { z } from 'zod';

/** Settings of publish. */
export const publishSettings = z.strictObject({
  licence: z.string().default('etalab-2.0').describe('Licence of the published data (Licence Ouverte 2.0), named in every JSON answer'),
  city: z.string().min(1).max(100).optional().describe("The city's name, as its page shows it"),
  live: z
    .strictObject({
      mostListeners: z.int().min(1).default(1_000).describe('Live streams at once'),
      mostPerAddress: z.int().min(1).default(50).describe('Live streams at once from one address'),
    })
    .prefault({}),
});
export type PublishSettings = z.infer<typeof publishSettings>;
