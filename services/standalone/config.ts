import { existsSync } from 'node:fs';
import { z } from 'zod';
import { loadSettings, WrongSetting } from '../../packages/config/load-settings.ts';
import { decodeSettings } from '../decode/config.ts';
import { ingestSettings } from '../ingest/config.ts';
import { publishSettings } from '../publish/config.ts';
import { registerSettings } from '../register/config.ts';
import { storeSettings } from '../store/config.ts';

/** Settings of the one process that holds all services. */
const standaloneSettings = z.strictObject({
  dataFolder: z.string().min(1).default('data').describe('Folder of the log and the series'),
  secretsFolder: z
    .string()
    .min(1)
    .default('secrets')
    .describe('Folder of the master key, the token and the password; outside the data folder'),
  demo: z.boolean().optional().describe('A simulated city that speaks to the embedded broker; without a settings file: yes'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  http: z
    .strictObject({
      host: z.string().default('127.0.0.1').describe('Address to listen on; 0.0.0.0 to be reached by others'),
      port: z.int().min(0).max(65_535).default(8080),
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

/** From the file named by VIGIE_CONFIG, else ./vigie.yaml where it is, and the environment over it. @throws WrongSetting */
export function readSettings(env: NodeJS.ProcessEnv): StandaloneSettings {
  const file = env['VIGIE_CONFIG'] ?? (existsSync(usualFile) ? usualFile : undefined);
  const settings = loadSettings(standaloneSettings, { file, env });
  const demo = settings.demo ?? file === undefined;
  if (demo) refuseDeafCity(settings.ingest);
  return { ...settings, demo };
}

function refuseDeafCity({ embedded, sources }: StandaloneSettings['ingest']): void {
  if (embedded.enabled && sources.some(({ broker, stream }) => broker === 'embedded' && stream === 'frames')) return;
  throw new WrongSetting(
    'Setting demo (VIGIE_DEMO): got true, wants the embedded broker and a source that reads frames from it; or set it to false.',
  );
}
