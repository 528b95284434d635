import { programFolder } from '../../packages/config/program-folder.ts';
import { openLogOf } from '../../packages/process/open-engines.ts';
import { openAdminToken, openMasterKeyOf } from '../../packages/process/open-secrets.ts';
import { ProcessParts, startService } from '../../packages/process/process-parts.ts';
import { readProcessSettings } from '../../packages/process/process-settings.ts';
import type { Running } from '../../packages/process/run-process.ts';
import { usingSetting } from '../../packages/process/using-setting.ts';
import { checkMasterKey } from '../../packages/register/check-master-key.ts';
import { destroyAgain } from '../../packages/register/destroy-again.ts';
import { followRegister } from '../../packages/register/follow-register.ts';
import { registerSettings } from './config.ts';
import { askSessions } from './inventory/ask-sessions.ts';
import { declaredModels } from './inventory/declared-models.ts';
import { openChirpStack } from './inventory/open-chirpstack.ts';
import { RegisterDesk } from './register-desk.ts';
import { registerRoutes } from './register-routes.ts';
import { sweepLog } from './sweep-log.ts';

/** Register as a process of its own: the one through which people change things, and which applies the log's retention. @throws in words */
export async function startProcess(): Promise<Running> {
  const settings = readProcessSettings({ register: registerSettings.prefault({}) }, process.env);
  const parts = new ProcessParts('register', settings);
  return startService(parts, async () => {
    const [masterKey, adminToken] = [await openMasterKeyOf(settings), await openAdminToken(settings)];
    const log = await parts.open(() => openLogOf(settings, { backedUp: parts.backedUp }));
    const register = await followRegister(log);
    checkMasterKey(register.view, masterKey);
    if ((await destroyAgain(log, masterKey, Date.now())) > 0) await register.catchUp();
    const shared = { ...parts.told(), log, register, masterKey };
    const desk = new RegisterDesk(shared);
    const { csvFolder } = settings.register;
    const chirpstack = await openChirpStack(settings.register.chirpstack);
    if (chirpstack) await parts.open(async () => ({ close: async () => chirpstack.server.close() }));
    const models = () => declaredModels(programFolder('firmware-decoders'));
    await parts.serve(settings, log, (app) => registerRoutes(app, adminToken, { ...shared, desk, chirpstack, models }));
    if (csvFolder !== undefined) {
      await usingSetting('register.csvFolder', csvFolder, 'a folder of CSV files', () => desk.importFolder(csvFolder));
    }
    if (chirpstack) parts.run('ask-sessions', (signal) => askSessions({ ...shared, ...chirpstack, desk }, signal));
    parts.run('sweep', (signal) => sweepLog({ ...shared, desk }, signal));
  });
}
