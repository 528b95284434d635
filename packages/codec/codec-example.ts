import { z } from 'zod';
import { strictObject } from './strict-object.ts';

/** Where the bytes and the expected values come from; `own` is what we made up ourselves. */
const sourceSchema = strictObject({
  kind: z.enum(['vendor_document', 'public_test', 'capture', 'own']),
  cite: z.string().trim().min(1).max(500),
});

const inputSchema = strictObject({
  bytes: z
    .string()
    .regex(/^(?:[0-9a-fA-F]{2})*$/, 'pairs of hexadecimal digits')
    .transform((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
  fPort: z.number().int().min(1).max(223),
  recvTime: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
});

const warningsSchema = z.array(z.string()).optional();

/** What TS013 `decodeUplink` returns: data, or the errors for which there are none. */
const outputSchema = z.union(
  [
    strictObject({ data: z.record(z.string(), z.unknown()), warnings: warningsSchema }),
    strictObject({ errors: z.array(z.string().min(1)).min(1), warnings: warningsSchema }),
  ],
  { error: 'either { data, warnings? } or { errors, warnings? }' },
);

/** The content of `examples.json`, in the form of TS013's own example files, each with the source it was taken from. */
export const codecExamplesSchema = z
  .array(strictObject({ description: z.string().min(1), source: sourceSchema, input: inputSchema, output: outputSchema }))
  .min(1, 'at least one example');
export type CodecExample = z.infer<typeof codecExamplesSchema>[number];
