import { join } from 'node:path';
import { type MasterKey, openMasterKey } from '../register/master-key.ts';
import { openSecret } from './open-secret.ts';
import type { ProcessSettings } from './process-settings.ts';
import { usingSetting } from './using-setting.ts';

type Folders = Pick<ProcessSettings, 'secretsFolder' | 'dataFolder'>;

/** The key under which the register's secrets are sealed; made at the first start. @throws in words */
export function openMasterKeyOf({ secretsFolder, dataFolder }: Folders): Promise<MasterKey> {
  return inSecrets(secretsFolder, () => openMasterKey(join(secretsFolder, 'master.key'), dataFolder));
}

/** Of whoever may change the register. @throws in words */
export function openAdminToken({ secretsFolder }: Folders): Promise<string> {
  return inSecrets(secretsFolder, () => openSecret(join(secretsFolder, 'admin-token')));
}

/** Of the embedded broker's one user. @throws in words */
export function openMqttPassword({ secretsFolder }: Folders): Promise<string> {
  return inSecrets(secretsFolder, () => openSecret(join(secretsFolder, 'mqtt-password')));
}

function inSecrets<T>(folder: string, open: () => Promise<T>): Promise<T> {
  return usingSetting('secretsFolder', folder, 'a folder of this user', open);
}
