import { z } from 'zod';
import { secret } from '../../packages/config/setting-fields.ts';

const chirpStackSettings = z
  .strictObject({
    url: z
      .string()
      .regex(/^https?:\/\/[^/\s]+\/?$/, 'an address such as https://chirpstack.example:8080')
      .optional()
      .describe('Address of the API of your ChirpStack 4, with https or http; without it, ChirpStack is not asked'),
    tokenFile: z.string().optional().meta(secret).describe('File that holds an API key of it'),
    caFile: z.string().optional().describe('Certificate of the authority; without it, those that this machine trusts'),
    atOnce: z.int().min(1).max(64).default(4).describe('Requests at once at most'),
  })
  .refine(({ url, tokenFile }) => url === undefined || tokenFile !== undefined, 'a tokenFile beside the url');
export type ChirpStackSettings = z.infer<typeof chirpStackSettings>;

/** Settings of register. */
export const registerSettings = z.strictObject({
  csvFolder: z
    .string()
    .optional()
    .describe('Folder of CSV files (organisations, sites, devices, sessions, assignments) imported at each start'),
  chirpstack: chirpStackSettings.prefault({}),
});
export type RegisterSettings = z.infer<typeof registerSettings>;
