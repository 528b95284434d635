import { type MasterKey, MasterKeyRefused } from './master-key.ts';
import { notThisKey } from './master-key-file.ts';
import { deviceReference } from './reference.ts';
import type { RegisterView } from './register-view.ts';
import { SealBroken } from './seal.ts';
import { openSession } from './session-keys.ts';

/**
 * That the key is the one that this register was made with, by one device's reference and one session's seal: with another, every frame
 * would end as forged. An empty register fits every key.
 * @throws MasterKeyRefused
 */
export function checkMasterKey(view: RegisterView, key: MasterKey): void {
  const devices = view.devices();
  const [device] = devices;
  const session = devices.map(({ ref }) => view.sessionsOf(ref)[0]).find((found) => found !== undefined);
  const fits = (!device || deviceReference(key, device.devEui) === device.ref) && (!session || opens(() => openSession(key, session)));
  if (fits) return;
  throw new MasterKeyRefused(notThisKey);
}

function opens(open: () => unknown): boolean {
  try {
    open();
    return true;
  } catch (error) {
    if (error instanceof SealBroken) return false;
    throw error;
  }
}
