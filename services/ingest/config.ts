import { z } from 'zod';
import { secret } from '../../packages/config/setting-fields.ts';
import { pushSettings } from './push-settings.ts';

const brokerFields = z.strictObject({
  url: z
    .string()
    .regex(/^(mqtt|mqtts|ws|wss):\/\//, 'an address such as mqtt://broker.example:1883')
    .describe("The broker's address"),
  username: z.string().optional().describe('User at the broker'),
  passwordFile: z.string().optional().meta(secret).describe('File that holds the password'),
  caFile: z
    .string()
    .optional()
    .describe('Of mqtts:// and wss://: certificate of the authority; without it, those that this machine trusts'),
  certFile: z.string().optional().describe('Our certificate, where the broker wants one'),
  keyFile: z.string().optional().meta(secret).describe('File of its key'),
  serverName: z.string().optional().describe("Name in the broker's certificate, where it is not the one of the address"),
  clientId: z
    .string()
    .optional()
    .describe("Fixed, so that the broker keeps the session while Vigie is away; without it, vigie- and the source's name"),
  protocolVersion: z
    .union([z.literal(4), z.literal(5)], '4 (MQTT 3.1.1) or 5')
    .default(5)
    .describe('4 (MQTT 3.1.1) or 5'),
  mostUnacknowledged: z.int().min(1).max(65_535).default(5_000).describe('Messages in flight at most'),
  sessionExpirySeconds: z.int().min(0).default(604_800).describe('How long the broker keeps messages while Vigie is away (MQTT 5)'),
});

const brokerSchema = brokerFields.refine(
  ({ certFile, keyFile }) => (certFile === undefined) === (keyFile === undefined),
  'certFile and keyFile together',
);

export const sourceSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'lower-case letters, digits and hyphens')
    .describe('Your name for it: lower-case letters, digits and hyphens'),
  format: z
    .enum(['chirpstack', 'the-things-stack', 'thingpark', 'kerlink', 'semtech-udp'])
    .default('chirpstack')
    .describe('Whose messages these are'),
  stream: z.enum(['frames', 'events']).default('frames').describe("Read the gateways' frames, or the network server's events"),
  broker: z
    .union([z.literal('embedded'), brokerSchema])
    .default('embedded')
    .describe('"embedded", or the address of another'),
  topics: z.array(z.string()).optional().describe('Topic filters, in place of the usual ones of the format'),
});

/** Settings of ingest. */
export const ingestSettings = z.strictObject({
  sources: z
    .array(sourceSchema)
    .min(1)
    .refine(haveTheirOwnSessions, 'sources of one broker with names (or clientIds) of their own')
    .default([{ name: 'gateways', format: 'chirpstack', stream: 'frames', broker: 'embedded' }])
    .describe('Where messages come from: gateways or network servers, each through one MQTT broker'),
  embedded: z
    .strictObject({
      enabled: z.boolean().default(true).describe('An MQTT broker in this process; false: only brokers elsewhere'),
      host: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 to be reached by others'),
      port: z.int().min(0).max(65_535).default(1883).describe('Port of the embedded broker; 0: any that is free'),
      username: z.string().default('vigie').describe('Who may publish to it; the password stands in secrets/mqtt-password'),
      mostClients: z.int().min(1).default(1_000).describe('Connections at most'),
      mostPerSecond: z
        .int()
        .min(1)
        .default(200)
        .describe('Messages a second of one connection, and as many at once after a rest; who sends more is slowed down, nothing is lost'),
    })
    .prefault({}),
  push: pushSettings.prefault({}),
  batch: z.int().min(1).max(10_000).default(1_000).describe('Messages written to the log together at most'),
});
export type IngestSettings = z.infer<typeof ingestSettings>;
export type SourceSettings = z.infer<typeof sourceSchema>;
export type BrokerSettings = z.infer<typeof brokerSchema>;

/** As a broker knows us: two of one name on one broker take each other's session over, for ever. */
export function clientIdOf({ name }: Pick<SourceSettings, 'name'>, { clientId }: Pick<BrokerSettings, 'clientId'>): string {
  return clientId ?? `vigie-${name}`;
}

function haveTheirOwnSessions(sources: readonly SourceSettings[]): boolean {
  const sessions = sources.flatMap((source) =>
    source.broker === 'embedded' ? [] : [`${source.broker.url} ${clientIdOf(source, source.broker)}`],
  );
  return new Set(sessions).size === sessions.length;
}
