import { expect, test } from '@jest/globals';
import { au915 } from './au915.ts';
import { cn470 } from './cn470.ts';
import { eu868 } from './eu868.ts';
import { in865 } from './in865.ts';
import { regions } from './index.ts';
import { dataRatesOf, fixedChannelsAt, transmissionOf } from './region.ts';
import { us915 } from './us915.ts';

test('EU868: a default channel and its rate are certain', () => {
  expect(transmissionOf(eu868, { frequency: 868_300_000, spreadingFactor: 9 })).toEqual({ txDrs: [3], txChs: [1] });
});

test('EU868: spreading factor 7 has two bandwidths; a channel given by the network has any index from 3 on', () => {
  expect(dataRatesOf(eu868, { spreadingFactor: 7 })).toEqual([5, 6]);
  expect(dataRatesOf(eu868, { spreadingFactor: 7, bandwidth: 250_000 })).toEqual([6]);
  const { txChs } = transmissionOf(eu868, { frequency: 867_100_000, spreadingFactor: 12 });
  expect(txChs).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
});

test('nothing told: every channel of the region, and any data rate', () => {
  expect(transmissionOf(eu868, {})).toEqual({ txChs: Array.from({ length: 16 }, (_, n) => n) });
  expect(transmissionOf(us915, {}).txChs).toHaveLength(72);
});

test.each([
  [us915, 902_300_000, 0],
  [us915, 914_900_000, 63],
  [us915, 903_000_000, 64],
  [us915, 914_200_000, 71],
  [au915, 927_800_000, 63],
  [au915, 915_900_000, 64],
  [au915, 927_100_000, 71],
  [in865, 865_985_000, 2],
])('%#: fixed channels by their frequency', (region, frequency, index) => {
  expect(fixedChannelsAt(region, frequency)).toEqual([index]);
});

test('between two channels, below the first and above the last there is none', () => {
  for (const frequency of [902_400_000, 902_100_000, 915_100_000]) expect(fixedChannelsAt(us915, frequency)).toEqual([]);
});

test('CN470: one frequency has one index a plan', () => {
  expect(fixedChannelsAt(cn470, 480_300_000)).toEqual([50, 17, 0].sort((a, b) => b - a));
  expect(fixedChannelsAt(cn470, 470_300_000)).toEqual([0]);
});

test.each(Object.values(regions))('$name: rates fit in 4 bits, indices in a byte, and each rate leads back to its index', (region) => {
  expect(region.uplinkRates.length).toBeLessThanOrEqual(16);
  expect(Math.max(...(transmissionOf(region, {}).txChs ?? []))).toBeLessThan(96);
  for (const [index, rate] of region.uplinkRates.entries()) if (rate) expect(dataRatesOf(region, rate)).toEqual([index]);
});

test('each region is found by its own name', () => {
  for (const [name, region] of Object.entries(regions)) expect(region.name).toBe(name);
});
