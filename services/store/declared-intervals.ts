import type { Catalogue } from '../../packages/codec/catalogue.ts';
import type { Reading } from '../../packages/model/reading.ts';
import type { FollowedRegister } from '../../packages/register/follow-register.ts';

/** Gives the interval that a reading's device keeps, ms, as it is declared now: by the register, else for its model; null: by neither. */
export function declaredIntervals(register: FollowedRegister, catalogue: Catalogue) {
  return async () => {
    await register.catchUp();
    const { view } = register;
    return ({ device, codecVersion }: Pick<Reading, 'device' | 'codecVersion'>): number | null => {
      const [model = ''] = codecVersion.split('@');
      const seconds = view.device(device)?.interval ?? catalogue.device(model)?.interval;
      return seconds === undefined ? null : seconds * 1000;
    };
  };
}
