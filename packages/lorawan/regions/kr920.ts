import { indices, lora, type Region, row } from './region.ts';

/** KR920-923 (RP002-1.0.4 §2.11). */
export const kr920: Region = {
  name: 'KR920',
  uplinkRates: lora(125_000, 12, 7),
  fixedChannels: [row(0, 922_100_000, 3)],
  freeChannels: indices(3, 13),
};
