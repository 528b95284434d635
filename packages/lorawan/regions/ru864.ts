import { indices, lora, type Region, row } from './region.ts';

/** RU864-870 (RP002-1.0.4 §2.13): 7 is FSK. */
export const ru864: Region = {
  name: 'RU864',
  uplinkRates: [...lora(125_000, 12, 7), ...lora(250_000, 7, 7)],
  fixedChannels: [row(0, 868_900_000, 2)],
  freeChannels: indices(2, 14),
};
