import { z } from 'zod';

/** A name that appears in addresses: lower-case letters, digits and hyphens. */
export const slugSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'lower-case letters, digits and hyphens, at most 40');

export const hexSchema = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${bytes * 2}}$`), `${bytes * 2} hexadecimal digits`)
    .transform((text) => text.toLowerCase());

/** A secret, sealed with the master key: base64 of nonce, ciphertext and tag (AES-256-GCM). */
export const sealedSchema = z.string().brand('sealed');
export type Sealed = z.infer<typeof sealedSchema>;

export const organisationSchema = z.object({ entity: z.literal('organisation'), id: slugSchema, label: z.string() });

/** A place. The subject (whom its data are about) decides the plane (truth 10). */
export const siteSchema = z.object({
  entity: z.literal('site'),
  id: slugSchema,
  organisation: slugSchema,
  label: z.string(),
  /** WGS 84, decimal degrees. */
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  /** Metres above the ground. */
  height: z.number(),
  exposure: z.enum(['outdoor', 'indoor', 'street', 'vehicle']),
  subject: z.enum(['person', 'business', 'public_body']),
  plane: z.enum(['open', 'personal']),
});

/** The longest interval between two reports. */
export const weekInSeconds = 7 * 24 * 3600;

export const deviceSchema = z.object({
  entity: z.literal('device'),
  /** Our reference: the only name by which services speak of the device. */
  ref: z.string(),
  devEui: hexSchema(8),
  /** `vendor/model`, a folder of firmware-decoders/. */
  model: z.string(),
  disabled: z.boolean(),
  resetTolerant: z.boolean(),
  /** Seconds between two reports, where the city has set another than the model's declaration says. */
  interval: z.number().int().min(1).max(weekInSeconds).optional(),
});

export const assignmentSchema = z.object({
  entity: z.literal('assignment'),
  device: z.string(),
  site: slugSchema,
  /** First moment (included), ms. */
  from: z.number().int(),
  /** First moment no longer at the site, ms; null: still there. */
  to: z.number().int().nullable(),
});

/** The content of topic `register`, keyed `entity/id`. */
export const registerEntitySchema = z.discriminatedUnion('entity', [organisationSchema, siteSchema, deviceSchema, assignmentSchema]);

/** The content of topic `sessions`, keyed by id. Equal DevAddr and keys are one session. */
export const sessionSchema = z.object({
  /** Derived from DevAddr and keys. */
  id: z.string(),
  /** Reference of the device. */
  device: z.string(),
  macVersion: z.enum(['1.0.0', '1.0.1', '1.0.2', '1.0.3', '1.0.4']),
  devAddr: hexSchema(4),
  nwkSKey: sealedSchema,
  appSKey: sealedSchema.optional(),
});

export type Organisation = z.infer<typeof organisationSchema>;
export type Site = z.infer<typeof siteSchema>;
export type Device = z.infer<typeof deviceSchema>;
export type Assignment = z.infer<typeof assignmentSchema>;
export type RegisterEntity = z.infer<typeof registerEntitySchema>;
export type SessionRecord = z.infer<typeof sessionSchema>;
