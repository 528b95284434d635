import { z } from 'zod';
import { sealedSchema } from './register-entities.ts';

/** Whose records a key seals: those of one day (since 1970, UTC, by their times), or those of one device (its reference). */
export const keyScopeSchema = z.union([z.object({ day: z.number().int() }), z.object({ device: z.string() })]);

/** A key under which records of one topic are sealed; of one scope there may be several. Keyed by its id; removed, those records are gone. */
export const recordKeySchema = z.object({
  /** 16 hexadecimal digits, drawn; each sealed record names it. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** Name of the topic. */
  topic: z.string(),
  scope: keyScopeSchema,
  /** 32 bytes, sealed with the master key. */
  key: sealedSchema,
});

export type KeyScope = z.infer<typeof keyScopeSchema>;
export type RecordKey = z.infer<typeof recordKeySchema>;
