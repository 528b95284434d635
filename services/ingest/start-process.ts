import { once } from 'node:events';
import { openLogOf } from '../../packages/process/open-engines.ts';
import { openMqttPassword } from '../../packages/process/open-secrets.ts';
import { ProcessParts, startService } from '../../packages/process/process-parts.ts';
import { readProcessSettings } from '../../packages/process/process-settings.ts';
import type { Running } from '../../packages/process/run-process.ts';
import { listening } from '../../packages/process/using-setting.ts';
import { ingestSettings } from './config.ts';
import { startIngest } from './start-ingest.ts';

/** Ingest as a process of its own: of several, one holds each outside broker's connection, and the others stand by. @throws in words */
export async function startProcess(): Promise<Running> {
  const settings = readProcessSettings({ ingest: ingestSettings.prefault({}) }, process.env);
  const parts = new ProcessParts('ingest', settings);
  return startService(parts, async () => {
    const log = await parts.open(() => openLogOf(settings, { backedUp: parts.backedUp }));
    const password = settings.ingest.embedded.enabled ? await openMqttPassword(settings) : '';
    await parts.serve(settings, log);
    const brokers = await parts.open(() =>
      listening('ingest.embedded', settings.ingest.embedded, () => startIngest(settings.ingest, { ...parts.told(), log, password })),
    );
    parts.run('ingest', (signal) => Promise.race([brokers.failed, once(signal, 'abort')]));
  });
}
