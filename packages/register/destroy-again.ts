import type { Log } from '../log/contract.ts';
import { destroyedIn, destroyKeys } from './destroy-keys.ts';
import { readDestroyed } from './destroyed-file.ts';
import type { MasterKey } from './master-key.ts';

/**
 * Carries out again what was destroyed: after a restore from an older copy of the data its keys are back. To be called before anything is served.
 * @returns how many records were removed @throws LogUnavailable, MasterKeyRefused
 */
export async function destroyAgain(log: Log, { file }: MasterKey, now: number): Promise<number> {
  const asked = file === undefined ? [] : await readDestroyed(file);
  return destroyKeys(log, [...asked, ...(await destroyedIn(log))], now);
}
