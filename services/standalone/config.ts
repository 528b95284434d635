import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { SettingSources } from '../../packages/config/given-values.ts';
import { loadSettings } from '../../packages/config/load-settings.ts';
import { settingFaults } from '../../packages/config/setting-faults.ts';
import { WrongSetting } from '../../packages/config/wrong-setting.ts';
import { decodeSettings } from '../decode/config.ts';
import { ingestSettings } from '../ingest/config.ts';
import { publishSettings } from '../publish/config.ts';
import { registerSettings } from '../register/config.ts';
import { storeSettings } from '../store/config.ts';

/** Settings of the one process that holds all services. */
export const standaloneSettings = z.strictObject({
  dataFolder: z.string().min(1).default('data').describe('Folder of the log and the series'),
  secretsFolder: z
    .string()
    .min(1)
    .default('secrets')
    .describe('Folder of the master key, the token and the password; outside the data folder'),
  demo: z.boolean().optional().describe('A simulated city that speaks to the embedded broker; without a settings file: yes'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('Log lines of this level and above are written'),
  http: z
    .strictObject({
      host: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 to be reached by others'),
      port: z.int().min(0).max(65_535).default(8080).describe('Port of the page and the API; 0: any that is free'),
      mostRequests: z.int().min(1).default(600).describe('Requests a minute and client'),
      proxies: z.array(z.string()).default([]).describe("Addresses of reverse proxies, whose word on the client's address is taken"),
    })
    .prefault({}),
  ingest: ingestSettings.prefault({}),
  decode: decodeSettings.prefault({}),
  store: storeSettings.prefault({}),
  publish: publishSettings.prefault({}),
  register: registerSettings.prefault({}),
});
export type StandaloneSettings = z.infer<typeof standaloneSettings> & { readonly demo: boolean };

const usualFile = 'vigie.yaml';

/** Where settings come from: the file named by VIGIE_CONFIG, else ./vigie.yaml where it is, and the environment over it. */
export function settingSources(env: NodeJS.ProcessEnv): SettingSources {
  return { file: env['VIGIE_CONFIG'] ?? (existsSync(usualFile) ? usualFile : undefined), env };
}

/** @throws WrongSetting on the first setting that is wrong or unknown. */
export function readSettings(from: SettingSources): StandaloneSettings {
  const settings = loadSettings(standaloneSettings, from);
  const demo = settings.demo ?? from.file === undefined;
  const fault = demo ? deafCity(settings.ingest) : undefined;
  if (fault !== undefined) throw new WrongSetting(fault);
  return { ...settings, demo };
}

/** Everything that is wrong, one line each. @throws WrongSetting when the file cannot be read. */
export function faultsOfSettings(from: SettingSources): string[] {
  const faults = settingFaults(standaloneSettings, from);
  if (faults.length > 0) return faults;
  const { demo = from.file === undefined, ingest } = loadSettings(standaloneSettings, from);
  return demo ? [deafCity(ingest)].filter((fault) => fault !== undefined) : [];
}

/** A simulated city speaks to the embedded broker; without it, nobody would hear. */
function deafCity({ embedded, sources }: StandaloneSettings['ingest']): string | undefined {
  if (embedded.enabled && sources.some(({ broker, stream }) => broker === 'embedded' && stream === 'frames')) return undefined;
  return 'Setting demo (VIGIE_DEMO): got true, wants the embedded broker and a source that reads frames from it; or set it to false.';
}
