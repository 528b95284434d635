import { lora, type Region, row } from './region.ts';

/** US902-928 (RP002-1.0.4 §2.5): 5 and 6 are LR-FHSS, 8 to 13 are of downlinks. All channels are the region's own. */
export const us915: Region = {
  name: 'US915',
  uplinkRates: [...lora(125_000, 10, 7), ...lora(500_000, 8, 8)],
  fixedChannels: [row(0, 902_300_000, 64), row(64, 903_000_000, 8, 1_600_000)],
  freeChannels: [],
};
