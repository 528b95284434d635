import { z } from 'zod';

const hexOf = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${2 * bytes}}$`))
    .toLowerCase();
/** A key in the clear, or as its envelope; one that is wrapped cannot be used without the server's own vault. */
const keySchema = z.object({ key: hexOf(16).optional(), kek_label: z.string().optional(), encrypted_key: z.string().optional() });
/** Old exports say `1.0.2`, protojson `MAC_V1_0_2`. */
const versionSchema = z.string().transform((text) => text.replace(/^MAC_V/, '').replaceAll('_', '.'));
const locationSchema = z.object({ latitude: z.number().default(0), longitude: z.number().default(0) });

/** What Vigie reads of an `EndDevice` (The Things Stack v3, end_device.proto, as protojson): zeros are left out there, and more fields may come. */
export const endDeviceSchema = z.object({
  ids: z.object({
    device_id: z.string().default(''),
    application_ids: z.object({ application_id: z.string() }).optional(),
    dev_eui: hexOf(8).optional(),
    join_eui: hexOf(8).optional(),
  }),
  name: z.string().default(''),
  attributes: z.record(z.string(), z.string()).default({}),
  version_ids: z.object({ brand_id: z.string().default(''), model_id: z.string().default('') }).optional(),
  lorawan_version: versionSchema.optional(),
  root_keys: z.object({ app_key: keySchema.optional(), nwk_key: keySchema.optional() }).optional(),
  session: z
    .object({
      dev_addr: hexOf(4).optional(),
      keys: z
        .object({
          f_nwk_s_int_key: keySchema.optional(),
          s_nwk_s_int_key: keySchema.optional(),
          nwk_s_enc_key: keySchema.optional(),
          app_s_key: keySchema.optional(),
        })
        .optional(),
      started_at: z.iso.datetime({ offset: true }).optional(),
    })
    .optional(),
  mac_settings: z.object({ resets_f_cnt: z.union([z.boolean(), z.object({ value: z.boolean().default(false) })]).optional() }).optional(),
  locations: z.object({ user: locationSchema.optional() }).optional(),
  formatters: z.object({ up_formatter: z.string().default(''), up_formatter_parameter: z.string().default('') }).optional(),
});
export type EndDevice = z.infer<typeof endDeviceSchema>;
