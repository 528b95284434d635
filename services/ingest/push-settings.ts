import { z } from 'zod';
import { secret } from '../../packages/config/setting-fields.ts';
import { largestPayload } from '../../packages/model/message.ts';

const pushSourceSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens')
    .describe('Your name for it, and the end of the address that it pushes to: /push/<name>'),
  format: z.enum(['the-things-stack', 'thingpark', 'kerlink']).describe('Whose messages these are'),
  tokenFile: z
    .string()
    .meta(secret)
    .describe(
      'File of the token that it must send, as "Authorization: Bearer …" or as a password; drawn at the first start where there is none',
    ),
});
export type PushSource = z.infer<typeof pushSourceSchema>;

/** Network servers that push over HTTP. */
export const pushSettings = z.strictObject({
  enabled: z.boolean().default(false).describe('Let network servers push over HTTP; TLS is the reverse proxy’s'),
  host: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 to be reached by others'),
  port: z.int().min(0).max(65_535).default(8_090).describe('Port to push to; 0: any that is free'),
  sources: z
    .array(pushSourceSchema)
    .refine((sources) => new Set(sources.map(({ name }) => name)).size === sources.length, 'sources with names of their own')
    .default([])
    .describe('Who may push: Actility ThingPark, Kerlink Wanesy, The Things Stack'),
  proxies: z.array(z.string()).default([]).describe("Addresses of reverse proxies, whose word on the client's address is taken"),
  mostBytes: z.int().min(1_024).max(16_777_216).default(largestPayload).describe('Bytes of a message at most'),
  mostRequests: z.int().min(1).default(60_000).describe('Requests a minute and client'),
});
export type PushSettings = z.infer<typeof pushSettings>;
