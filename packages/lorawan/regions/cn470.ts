import { lora, type Region, row } from './region.ts';

/**
 * CN470-510 (RP002-1.0.4 §2.9): 7 is FSK. A device is of one of four plans, by the width and type of its antenna, or of the one plan of 96 channels
 * that came before them (Regional Parameters 1.0.2 §2.6): one frequency may have several indices.
 */
export const cn470: Region = {
  name: 'CN470',
  uplinkRates: [...lora(125_000, 12, 7), ...lora(500_000, 7, 7)],
  fixedChannels: [
    row(0, 470_300_000, 96),
    // 20 MHz, type A: two rows; type B: two rows.
    row(0, 470_300_000, 32),
    row(32, 503_500_000, 32),
    row(0, 476_900_000, 32),
    row(32, 496_900_000, 32),
    // 26 MHz, type A; type B.
    row(0, 470_300_000, 48),
    row(0, 480_300_000, 48),
  ],
  freeChannels: [],
};
