import { indices, lora, type Region, row } from './region.ts';

/** AS923 (RP002-1.0.4 §2.10): 7 is FSK. The groups of countries differ by an offset in Hz. */
const as923Group = (name: string, offset: number): Region => ({
  name,
  uplinkRates: [...lora(125_000, 12, 7), ...lora(250_000, 7, 7)],
  fixedChannels: [row(0, 923_200_000 + offset, 2)],
  freeChannels: indices(2, 14),
});

export const as923 = as923Group('AS923', 0);
export const as923Group2 = as923Group('AS923-2', -1_800_000);
export const as923Group3 = as923Group('AS923-3', -6_600_000);
export const as923Group4 = as923Group('AS923-4', -5_900_000);
