import type { ForwardedEnding } from '../ended.ts';
import type { Normalised } from './normalise-values.ts';

export function forward({ readings }: Normalised): ForwardedEnding {
  return { ended: 'forwarded', readings };
}
