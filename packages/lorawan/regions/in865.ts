import { indices, lora, type Region, row } from './region.ts';

/** IN865-867 (RP002-1.0.4 §2.12): 6 is reserved, 7 is FSK. */
export const in865: Region = {
  name: 'IN865',
  uplinkRates: lora(125_000, 12, 7),
  fixedChannels: [row(0, 865_062_500), row(1, 865_402_500), row(2, 865_985_000)],
  freeChannels: indices(3, 13),
};
