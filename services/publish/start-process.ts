import { z } from 'zod';
import { loadCatalogue } from '../../packages/codec/catalogue.ts';
import { programFolder } from '../../packages/config/program-folder.ts';
import { programVersion } from '../../packages/config/program-version.ts';
import { openLogOf, openSeriesOf } from '../../packages/process/open-engines.ts';
import { ProcessParts, startService } from '../../packages/process/process-parts.ts';
import { readProcessSettings } from '../../packages/process/process-settings.ts';
import type { Running } from '../../packages/process/run-process.ts';
import { usingSetting } from '../../packages/process/using-setting.ts';
import { followRegister } from '../../packages/register/follow-register.ts';
import { publishSettings } from './config.ts';
import { Live } from './live/live.ts';
import { liveRoutes } from './live/live-routes.ts';
import { openPlane } from './open-plane.ts';
import { publishRoutes } from './publish-routes.ts';
import { servePage } from './serve-page.ts';

/** Of the others' sections, what publish needs: whose declared devices there are, and the time zone of the city's days. */
const othersSections = {
  decode: z.looseObject({ catalogue: z.string().default(() => programFolder('firmware-decoders')) }).prefault({}),
  store: z.looseObject({ timeZone: z.string().default('Europe/Paris') }).prefault({}),
};

/** Publish as a process of its own: as many as one likes, for it never writes; neither keys nor tokens of others are known to it. @throws in words */
export async function startProcess(): Promise<Running> {
  const settings = readProcessSettings({ publish: publishSettings.prefault({}), ...othersSections }, process.env);
  const parts = new ProcessParts('publish', settings);
  return startService(parts, async () => {
    const { catalogue: folder } = settings.decode;
    const catalogue = await usingSetting('decode.catalogue', folder, 'a folder of declared devices', () => loadCatalogue(folder));
    const log = await parts.open(() => openLogOf(settings, { create: false, backedUp: parts.backedUp }));
    const series = await parts.open(() => openSeriesOf(settings, parts.backedUp));
    const plane = openPlane(await followRegister(log), catalogue);
    const published = { ...parts.told(), log, series, plane, licence: settings.publish.licence, simulated: false };
    const live = await Live.open(published, settings.publish.live);
    const city = { name: settings.publish.city ?? null, timeZone: settings.store.timeZone, version: programVersion(), mqtt: () => null };
    await parts.serve(settings, log, async (app) => {
      publishRoutes(app, { ...published, live });
      liveRoutes(app, { ...published, live, city });
      await servePage(app);
    });
    parts.run('live', (signal) => live.run(signal));
  });
}
