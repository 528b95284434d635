import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { SettingSources } from '../config/given-values.ts';
import { loadSettings } from '../config/load-settings.ts';
import { logSettings, seriesSettings } from './engine-settings.ts';

const services = ['ingest', 'decode', 'store', 'publish', 'register'] as const;
export type ServiceName = (typeof services)[number];

/** What every process has; one file serves them all. */
export const processFields = {
  dataFolder: z.string().min(1).default('data').describe('Folder of the log and the series, where SQLite keeps them'),
  secretsFolder: z
    .string()
    .min(1)
    .default('secrets')
    .describe('Folder of the master key, the token and the password; outside the data folder'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Log lines of this level and above are written'),
  http: z
    .strictObject({
      host: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 to be reached by others'),
      port: z.int().min(0).max(65_535).default(8080).describe('Port of the page and the API; 0: any that is free'),
      mostRequests: z.int().min(1).default(600).describe('Requests a minute and client'),
      proxies: z.array(z.string()).default([]).describe("Addresses of reverse proxies, whose word on the client's address is taken"),
    })
    .prefault({}),
  log: logSettings.prefault({}),
  series: seriesSettings.prefault({}),
};

const usualFile = 'vigie.yaml';

/** Where settings come from: the file named by VIGIE_CONFIG, else ./vigie.yaml where it is, and the environment over it. */
export function settingSources(env: NodeJS.ProcessEnv): SettingSources {
  return { file: env['VIGIE_CONFIG'] ?? (existsSync(usualFile) ? usualFile : undefined), env };
}

const fields = z.strictObject(processFields);
export type ProcessSettings = z.infer<typeof fields>;

/**
 * Settings of the process of one service, from the file that serves all of them: the others' sections may be there and are theirs to check
 * (`vigie config check` checks all).
 * @throws WrongSetting
 */
export function readProcessSettings<Own extends z.ZodRawShape>(
  own: Own,
  env: NodeJS.ProcessEnv,
): ProcessSettings & z.infer<z.ZodObject<Own>> {
  const others = services.filter((name) => !(name in own));
  const theirs = Object.fromEntries(others.map((name) => [name, z.unknown().optional()]));
  const schema = z.strictObject({
    ...theirs,
    demo: z.literal(false, 'false: a simulated city is one process').optional(),
    ...processFields,
    ...own,
  });
  return loadSettings(schema, settingSources(without(others, env))) as ProcessSettings & z.infer<z.ZodObject<Own>>;
}

/** One environment may serve all processes too. */
function without(others: readonly ServiceName[], env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const prefixes = others.map((name) => `VIGIE_${name.toUpperCase()}_`);
  return Object.fromEntries(Object.entries(env).filter(([variable]) => !prefixes.some((prefix) => variable.startsWith(prefix))));
}
