import { z } from 'zod';

/** Settings of register. */
export const registerSettings = z.strictObject({
  csvFolder: z
    .string()
    .optional()
    .describe('Folder of CSV files (organisations, sites, devices, sessions, assignments) imported at each start'),
});
export type RegisterSettings = z.infer<typeof registerSettings>;
