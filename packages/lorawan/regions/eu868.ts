import { indices, lora, others, type Region, row } from './region.ts';

/** EU863-870 (RP002-1.0.4 §2.4): 7 is FSK, 8 to 11 are LR-FHSS; 12 and 13 came with RP002-1.0.5. */
export const eu868: Region = {
  name: 'EU868',
  uplinkRates: [...lora(125_000, 12, 7), ...lora(250_000, 7, 7), ...others(5), ...lora(125_000, 6, 5)],
  fixedChannels: [row(0, 868_100_000, 3)],
  freeChannels: indices(3, 13),
};
