import { z } from 'zod';
import { secret } from '../config/setting-fields.ts';

const server = z.string().regex(/^[^\s:]+:\d{1,5}$/, 'host:port');

/** Settings of the log: where services meet. */
export const logSettings = z.strictObject({
  engine: z.enum(['sqlite', 'kafka']).default('sqlite').describe('sqlite: in the data folder of one machine; kafka: on a cluster'),
  brokers: z.array(server).default([]).describe('Kafka: some of its servers, as host:port'),
  prefix: z
    .string()
    .regex(/^[a-zA-Z0-9_-]{1,60}$/, 'letters, digits, - and _')
    .default('vigie')
    .describe('Kafka: what the names of topics and groups begin with'),
  clientId: z.string().min(1).default('vigie').describe('Kafka: as its servers see this process'),
  partitions: z.int().min(1).max(1_000).optional().describe('Kafka: partitions of the topics that are spread, for ever; without it, 8'),
  tls: z
    .strictObject({
      enabled: z.boolean().default(false).describe('Kafka: over TLS'),
      caFile: z.string().optional().describe('Certificate of the authority; without it, those that this machine trusts'),
      certFile: z.string().optional().describe('Our certificate, where the servers want one'),
      keyFile: z.string().optional().meta(secret).describe('File of its key'),
    })
    .prefault({}),
  sasl: z
    .strictObject({
      mechanism: z.enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512']).default('none').describe('Kafka: how we say who we are'),
      username: z.string().optional().describe('Our name there'),
      passwordFile: z.string().optional().meta(secret).describe('File that holds our password'),
    })
    .refine(({ mechanism, username, passwordFile }) => mechanism === 'none' || (username && passwordFile), 'a username and a passwordFile')
    .prefault({}),
});
export type LogSection = z.infer<typeof logSettings>;

/** Settings of the series: readings and windows. */
export const seriesSettings = z.strictObject({
  engine: z.enum(['sqlite', 'influxdb']).default('sqlite').describe('sqlite: in the data folder of one machine; influxdb: InfluxDB 2'),
  url: z
    .url({ protocol: /^https?$/, error: 'an address such as http://influxdb:8086' })
    .optional()
    .describe("InfluxDB: the server's address"),
  org: z.string().min(1).default('vigie').describe('InfluxDB: organisation'),
  bucket: z.string().min(1).default('vigie').describe('InfluxDB: bucket of the open plane'),
  tokenFile: z.string().min(1).optional().meta(secret).describe('InfluxDB: file that holds the token'),
});
export type SeriesSection = z.infer<typeof seriesSettings>;
