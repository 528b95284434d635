import { join } from 'node:path';
import type { Log } from '../../packages/log/contract.ts';
import { type LogSettings, openLog } from '../../packages/log/open.ts';
import { openMasterKey } from '../../packages/register/master-key.ts';
import { openSealed } from '../../packages/register/sealed-log/sealed-log.ts';

/** The log of processes that run or have ended, opened with their master key. */
export async function openSealedLog(settings: LogSettings, secretsFolder: string): Promise<Log> {
  const key = await openMasterKey(join(secretsFolder, 'master.key'));
  return openSealed(await openLog(settings), key);
}
