import { openLogOf } from '../../packages/process/open-engines.ts';
import { openMasterKeyOf } from '../../packages/process/open-secrets.ts';
import { ProcessParts, startService } from '../../packages/process/process-parts.ts';
import { readProcessSettings } from '../../packages/process/process-settings.ts';
import type { Running } from '../../packages/process/run-process.ts';
import { checkMasterKey } from '../../packages/register/check-master-key.ts';
import { followRegister } from '../../packages/register/follow-register.ts';
import { decodeSettings } from './config.ts';
import { startDecode } from './start-decode.ts';

/** Decode as a process of its own: as many as one likes, between whom the log divides the partitions. @throws in words */
export async function startProcess(): Promise<Running> {
  const settings = readProcessSettings({ decode: decodeSettings.prefault({}) }, process.env);
  const parts = new ProcessParts('decode', settings);
  return startService(parts, async () => {
    const masterKey = await openMasterKeyOf(settings);
    const log = await parts.open(() => openLogOf(settings, { backedUp: parts.backedUp }));
    checkMasterKey((await followRegister(log)).view, masterKey);
    await parts.serve(settings, log);
    parts.run('decode', (signal) => startDecode(settings.decode, { ...parts.told(), log, masterKey }, signal));
  });
}
