import { Problem } from '../../packages/http/problem.ts';
import { destroyKeys, endOfKeys } from '../../packages/register/destroy-keys.ts';
import { writeDestroyed } from '../../packages/register/destroyed-file.ts';
import type { FollowedRegister } from '../../packages/register/follow-register.ts';
import { events } from './events.ts';
import type { RotationParts } from './rotate-key.ts';

export interface DestructionParts extends RotationParts {
  readonly register: FollowedRegister;
}

export interface Destruction {
  readonly device: string;
  /** Records of keys that were removed. */
  readonly removed: number;
}

/** Destroys the keys of a device and, with their key, its kept frames. It is remembered first, so that an interruption is made good at the next start. */
export function destroyDevice({ desk, register, log, masterKey, lines, now }: DestructionParts, device: string): Promise<Destruction> {
  return desk.inTurn(async () => {
    await register.catchUp();
    if (!register.view.device(device)) throw new Problem(404, 'This device is not known', 'The register has no device of this reference.');
    const time = await endOfKeys(log, device, now());
    if (masterKey.file !== undefined) await writeDestroyed(masterKey.file, { device, time });
    const removed = await destroyKeys(log, [{ device, time }], now());
    await register.catchUp();
    lines.say('info', events.destroyed, { device, removed });
    return { device, removed };
  });
}
