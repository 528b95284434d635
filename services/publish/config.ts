import { z } from 'zod';

/** Settings of publish. */
export const publishSettings = z.strictObject({
  licence: z.string().default('etalab-2.0').describe('Licence of the published data (Licence Ouverte 2.0), named in every JSON answer'),
});
export type PublishSettings = z.infer<typeof publishSettings>;
