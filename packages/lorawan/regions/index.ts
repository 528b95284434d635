import { as923, as923Group2, as923Group3, as923Group4 } from './as923.ts';
import { au915 } from './au915.ts';
import { cn470 } from './cn470.ts';
import { eu868 } from './eu868.ts';
import { in865 } from './in865.ts';
import { kr920 } from './kr920.ts';
import type { Region } from './region.ts';
import { ru864 } from './ru864.ts';
import { us915 } from './us915.ts';

const known = [eu868, us915, au915, as923, as923Group2, as923Group3, as923Group4, in865, kr920, cn470, ru864];

/** Every region by its name. */
export const regions: Readonly<Record<string, Region>> = Object.fromEntries(known.map((region) => [region.name, region]));
