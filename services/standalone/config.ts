import { z } from 'zod';
import type { SettingSources } from '../../packages/config/given-values.ts';
import { loadSettings } from '../../packages/config/load-settings.ts';
import { settingFaults } from '../../packages/config/setting-faults.ts';
import { WrongSetting } from '../../packages/config/wrong-setting.ts';
import { processFields } from '../../packages/process/process-settings.ts';
import { decodeSettings } from '../decode/config.ts';
import { ingestSettings } from '../ingest/config.ts';
import { publishSettings } from '../publish/config.ts';
import { registerSettings } from '../register/config.ts';
import { storeSettings } from '../store/config.ts';

/** Settings of the one process that holds all services. */
export const standaloneSettings = z.strictObject({
  ...processFields,
  demo: z.boolean().optional().describe('A simulated city that speaks to the embedded broker; without a settings file: yes'),
  ingest: ingestSettings.prefault({}),
  decode: decodeSettings.prefault({}),
  store: storeSettings.prefault({}),
  publish: publishSettings.prefault({}),
  register: registerSettings.prefault({}),
});
export type StandaloneSettings = z.infer<typeof standaloneSettings> & { readonly demo: boolean };

/** @throws WrongSetting on the first setting that is wrong or unknown. */
export function readSettings(from: SettingSources): StandaloneSettings {
  const settings = loadSettings(standaloneSettings, from);
  const demo = settings.demo ?? from.file === undefined;
  const fault = demo ? unfitForDemo(settings) : undefined;
  if (fault !== undefined) throw new WrongSetting(fault);
  return { ...settings, demo };
}

/** Everything that is wrong, one line each. @throws WrongSetting when the file cannot be read. */
export function faultsOfSettings(from: SettingSources): string[] {
  const faults = settingFaults(standaloneSettings, from);
  if (faults.length > 0) return faults;
  const settings = loadSettings(standaloneSettings, from);
  const { demo = from.file === undefined } = settings;
  return demo ? [unfitForDemo(settings)].filter((fault) => fault !== undefined) : [];
}

type Settings = z.infer<typeof standaloneSettings>;

function unfitForDemo({ ingest, log, series }: Settings): string | undefined {
  return deafCity(ingest) ?? sharedCity(log.engine, series.engine);
}

/** A simulated city marks its folder; servers that others use are no place for it. */
function sharedCity(log: Settings['log']['engine'], series: Settings['series']['engine']): string | undefined {
  if (log === 'sqlite' && series === 'sqlite') return undefined;
  return 'Setting demo (VIGIE_DEMO): got true, wants log.engine and series.engine to be sqlite: a simulated city keeps to its folder; or set it to false.';
}

/** A simulated city speaks to the embedded broker; without it, nobody would hear. */
function deafCity({ embedded, sources }: StandaloneSettings['ingest']): string | undefined {
  if (embedded.enabled && sources.some(({ broker, stream }) => broker === 'embedded' && stream === 'frames')) return undefined;
  return 'Setting demo (VIGIE_DEMO): got true, wants the embedded broker and a source that reads frames from it; or set it to false.';
}
