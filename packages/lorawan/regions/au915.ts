import { lora, type Region, row } from './region.ts';

/** AU915-928 (RP002-1.0.4 §2.8): 7 is LR-FHSS, 8 to 13 are of downlinks. All channels are the region's own. */
export const au915: Region = {
  name: 'AU915',
  uplinkRates: [...lora(125_000, 12, 7), ...lora(500_000, 8, 8)],
  fixedChannels: [row(0, 915_200_000, 64), row(64, 915_900_000, 8, 1_600_000)],
  freeChannels: [],
};
