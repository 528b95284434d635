import type { Log } from '../../packages/log/contract.ts';
import { type Finding, right, wrong } from '../../packages/observe/finding.ts';
import { checkMasterKey } from '../../packages/register/check-master-key.ts';
import { followRegister } from '../../packages/register/follow-register.ts';
import { MasterKeyRefused, openMasterKey } from '../../packages/register/master-key.ts';
import { sealLog } from '../../packages/register/sealed-log/sealed-log.ts';

/** Whether the master key is the one that the register in this log was sealed with. @param keyFile is there. */
export async function checkRegister(log: Log, keyFile: string): Promise<Finding> {
  const subject = 'master key';
  try {
    const key = await openMasterKey(keyFile);
    const register = await followRegister(sealLog(log, key));
    checkMasterKey(register.view, key);
    const devices = register.view.devices().length;
    return right(subject, { en: `fits the register (${devices} devices).`, fr: `correspond au registre (${devices} capteurs).` });
  } catch (error) {
    if (!(error instanceof MasterKeyRefused)) throw error;
    return wrong(
      subject,
      { en: error.message, fr: 'La clé maîtresse ne peut servir, ou n’est pas celle qui a scellé ce registre.' },
      { en: `Put the right one at ${keyFile}, from your copy.`, fr: `Remettez la bonne en ${keyFile}, depuis votre copie.` },
    );
  }
}
