import { z } from 'zod';
import { loadCatalogue } from '../../packages/codec/catalogue.ts';
import { programFolder } from '../../packages/config/program-folder.ts';
import { openLogOf, openSeriesOf } from '../../packages/process/open-engines.ts';
import { ProcessParts, startService } from '../../packages/process/process-parts.ts';
import { readProcessSettings } from '../../packages/process/process-settings.ts';
import type { Running } from '../../packages/process/run-process.ts';
import { usingSetting } from '../../packages/process/using-setting.ts';
import { followRegister } from '../../packages/register/follow-register.ts';
import { storeSettings } from './config.ts';
import { declaredIntervals } from './declared-intervals.ts';
import { startStore } from './start-store.ts';

/** Of decode's section, what store needs beside it: the intervals of the declared devices. */
const decodeSection = z.looseObject({ catalogue: z.string().default(() => programFolder('firmware-decoders')) }).prefault({});

/** Store as a process of its own: as many as one likes, between whom the log divides the partitions. @throws in words */
export async function startProcess(): Promise<Running> {
  const settings = readProcessSettings({ store: storeSettings.prefault({}), decode: decodeSection }, process.env);
  const parts = new ProcessParts('store', settings);
  return startService(parts, async () => {
    const { catalogue: folder } = settings.decode;
    const catalogue = await usingSetting('decode.catalogue', folder, 'a folder of declared devices', () => loadCatalogue(folder));
    const log = await parts.open(() => openLogOf(settings, { backedUp: parts.backedUp }));
    const series = await parts.open(() => openSeriesOf(settings, parts.backedUp));
    const intervals = declaredIntervals(await followRegister(log), catalogue);
    await parts.serve(settings, log);
    parts.run('store', (signal) => startStore(settings.store, { ...parts.told(), log, series, intervals }, signal));
  });
}
