import { Problem } from '../../packages/http/problem.ts';
import type { Log } from '../../packages/log/contract.ts';
import type { LogLines } from '../../packages/observe/log-line.ts';
import type { MasterKey } from '../../packages/register/master-key.ts';
import { beginRotation, endRotation } from '../../packages/register/rotate-master-key.ts';
import { sealAllAnew } from '../../packages/register/seal-anew.ts';
import { events } from './events.ts';
import type { RegisterDesk } from './register-desk.ts';

export interface RotationParts {
  readonly log: Log;
  readonly lines: LogLines;
  readonly now: () => number;
  readonly masterKey: MasterKey;
  readonly desk: RegisterDesk;
}

export interface Rotation {
  /** Of the master key in use. */
  readonly epoch: number;
  /** Records that were sealed anew now. */
  readonly written: number;
  /** Records that still stand under the former key: history that is kept for rebuilds. */
  readonly remaining: number;
  readonly former: 'kept' | 'dropped';
}

/** Draws a new master key, unless a rotation is under way already, and takes it as far as it goes now. @throws LogUnavailable, MasterKeyRefused */
export async function rotateKey(parts: RotationParts): Promise<Rotation> {
  const { file, refresh } = parts.masterKey;
  if (!file) throw new Problem(409, 'This master key lies in no file', 'Only a key in a file can be rotated.');
  await beginRotation(file);
  refresh?.();
  return continueRotation(parts);
}

/** The former key is dropped once nothing stands under it. Interrupted anywhere, the next call goes on. @throws LogUnavailable, MasterKeyRefused */
export async function continueRotation(parts: RotationParts): Promise<Rotation> {
  const { masterKey, lines, desk } = parts;
  masterKey.refresh?.();
  if (!masterKey.former) return { epoch: masterKey.epoch, written: 0, remaining: 0, former: 'dropped' };
  const { written, remaining } = await sealAllAnew({ ...parts, inTurn: (work) => desk.inTurn(work) });
  const isOver = remaining === 0 && masterKey.file !== undefined;
  if (isOver && masterKey.file !== undefined) await endRotation(masterKey.file);
  masterKey.refresh?.();
  const { epoch } = masterKey;
  lines.say('info', events.rotated, { count: written, detail: isOver ? 'the former key is dropped' : `${remaining} records to go` });
  return { epoch, written, remaining, former: isOver ? 'dropped' : 'kept' };
}
