import { z } from 'zod';
import { programFolder } from '../../packages/config/program-folder.ts';
import { ofThisMachine } from '../../packages/config/setting-fields.ts';
import { regionNames } from '../../packages/lorawan/regions/index.ts';

/** Settings of decode. */
export const decodeSettings = z.strictObject({
  netIds: z
    .array(z.string().regex(/^[0-9a-fA-F]{6}$/, '6 hexadecimal digits'))
    .default(['000000', '000001'])
    .describe("NetIDs of the city's own networks; a frame of any other address without a known session is a stranger's"),
  region: z
    .enum(regionNames)
    .default('EU868')
    .describe('Region (RP002): how LoRaWAN 1.1 devices number the data rates and channels that they sign'),
  batch: z.int().min(1).max(5_000).default(500).describe('Messages decoded and committed together at most'),
  catalogue: z
    .string()
    .default(() => programFolder('firmware-decoders'))
    .meta(ofThisMachine)
    .describe("Folder of the declared devices; without it, the program's own"),
});
export type DecodeSettings = z.infer<typeof decodeSettings>;
