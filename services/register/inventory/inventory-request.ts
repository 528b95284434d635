import { z } from 'zod';
import { siteSchema, slugSchema } from '../../../packages/model/register-entities.ts';

const words = (most: number) => z.string().min(1).max(most);

/** What a person has decided about an import: everything that a network server cannot say. Left out: not decided yet. */
export const choicesSchema = z.strictObject({
  /** Whose the new sites are. */
  organisation: slugSchema.optional(),
  /** With it an organisation that is not there yet is made. */
  organisationLabel: words(100).optional(),
  subject: siteSchema.shape.subject.optional(),
  plane: siteSchema.shape.plane.optional(),
  exposure: siteSchema.shape.exposure.optional(),
  /** Metres above the ground. */
  height: siteSchema.shape.height.optional(),
  /** Since when the devices have been at their sites. */
  from: z.iso.date().optional(),
  /** Names that people wrote: labels of sites, or not stored at all. */
  names: z.enum(['keep', 'drop']).optional(),
  /** By id or name of a device profile: `vendor/model` of the catalogue. */
  models: z.record(words(200), words(81)).default({}),
});
export type Choices = z.infer<typeof choicesSchema>;

export const inventoryRequest = z.strictObject({
  from: z.discriminatedUnion('server', [
    z.strictObject({
      server: z.literal('chirpstack'),
      tenant: z.uuid().optional(),
      applications: z.array(words(200)).max(100).default([]),
      positionTags: z.tuple([words(100), words(100)]).optional(),
    }),
    z.strictObject({ server: z.literal('the-things-stack'), export: z.string() }),
  ]),
  choices: choicesSchema.prefault({}),
  /** The texts of codecs as well. */
  codecs: z.boolean().default(false),
  /** Of the plan that is to be carried out. */
  mark: z.string().max(100).optional(),
});
export type InventoryRequest = z.infer<typeof inventoryRequest>;
