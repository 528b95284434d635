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

/** LoRaWAN versions of a device's link layer; with 1.1 a session has three network keys. */
export const macVersions = ['1.0.0', '1.0.1', '1.0.2', '1.0.3', '1.0.4', '1.1.0'] as const;
export type MacVersion = (typeof macVersions)[number];

/** What joins of a device are checked and its sessions derived with (LoRaWAN 1.1 §6.1.1; before 1.1 the AppKey alone). */
export const rootKeysSchema = z.object({
  entity: z.literal('root_keys'),
  /** Reference of the device. */
  device: z.string(),
  macVersion: z.enum(macVersions),
  /** Rejoins of types 0 and 2 do not carry it. */
  joinEui: hexSchema(8).optional(),
  appKey: sealedSchema,
  /** 1.1 only. */
  nwkKey: sealedSchema.optional(),
});

/** A key-encryption key, agreed with an outside join server under a label: session keys handed over in events are wrapped with it (RFC 3394). */
export const kekSchema = z.object({ entity: z.literal('kek'), label: z.string(), key: sealedSchema });

/** The content of topic `register`, keyed `entity/id`. */
export const registerEntitySchema = z.discriminatedUnion('entity', [
  organisationSchema,
  siteSchema,
  deviceSchema,
  assignmentSchema,
  rootKeysSchema,
  kekSchema,
]);

/** A session; keyed by id. Equal DevAddr and keys are one session. */
export const sessionSchema = z.object({
  /** Derived from DevAddr and keys. */
  id: z.string(),
  /** Reference of the device. */
  device: z.string(),
  macVersion: z.enum(macVersions),
  devAddr: hexSchema(4),
  /** With LoRaWAN 1.1 the FNwkSIntKey. */
  nwkSKey: sealedSchema,
  /** 1.1 only. */
  sNwkSIntKey: sealedSchema.optional(),
  /** 1.1 only. */
  nwkSEncKey: sealedSchema.optional(),
  appSKey: sealedSchema.optional(),
  /** How we came to know it; absent: imported. */
  origin: z.enum(['imported', 'joined', 'asked']).optional(),
  /** When it began, or was asked for, ms. A session that began later ends this one, once it has been heard. Absent: before all others. */
  since: z.number().int().optional(),
});

/** A session was heard for the first time: the device's earlier ones are over. Keyed `<id>/spoken`. */
export const spokenSchema = z.object({
  /** Id of the session. */
  spoken: z.string(),
  device: z.string(),
  /** Received time of that frame, ms. */
  time: z.number().int(),
});

/** The content of topic `sessions`. */
export const sessionsRecordSchema = z.union([sessionSchema, spokenSchema]);

export type Organisation = z.infer<typeof organisationSchema>;
export type Site = z.infer<typeof siteSchema>;
export type Device = z.infer<typeof deviceSchema>;
export type Assignment = z.infer<typeof assignmentSchema>;
export type RootKeys = z.infer<typeof rootKeysSchema>;
export type Kek = z.infer<typeof kekSchema>;
export type RegisterEntity = z.infer<typeof registerEntitySchema>;
export type SessionRecord = z.infer<typeof sessionSchema>;
export type Spoken = z.infer<typeof spokenSchema>;
export type SessionsRecord = z.infer<typeof sessionsRecordSchema>;
