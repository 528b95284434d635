import { as923, as923Group2, as923Group3, as923Group4 } from './as923.ts';
import { au915 } from './au915.ts';
import { cn470 } from './cn470.ts';
import { eu868 } from './eu868.ts';
import { in865 } from './in865.ts';
import { kr920 } from './kr920.ts';
import type { Region } from './region.ts';
import { ru864 } from './ru864.ts';
import { us915 } from './us915.ts';

/** Every region by its name: the one place where a newcomer adds a line. */
export const regions = {
  EU868: eu868,
  US915: us915,
  AU915: au915,
  AS923: as923,
  'AS923-2': as923Group2,
  'AS923-3': as923Group3,
  'AS923-4': as923Group4,
  IN865: in865,
  KR920: kr920,
  CN470: cn470,
  RU864: ru864,
} as const satisfies Record<string, Region>;

export type RegionName = keyof typeof regions;
export const regionNames = Object.keys(regions) as [RegionName, ...RegionName[]];
