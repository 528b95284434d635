import { expect, test } from '@jest/globals';
import { readCfList } from './cf-list.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

test('type 0: the frequencies of channels 3 to 7 of a network in Europe', () => {
  // 867.1, 867.3, 867.5, 867.7, 867.9 MHz in steps of 100 Hz
  const list = readCfList(bytes('184f84e85684b85e84886684586e8400'));
  const frequencies = [867_100_000, 867_300_000, 867_500_000, 867_700_000, 867_900_000];
  expect(list).toEqual({ cfListType: 0, frequencies });
});

test('type 0: a place that is not used', () => {
  expect(readCfList(bytes('184f8400000000000000000000000000'))).toMatchObject({
    frequencies: [867_100_000, undefined, undefined, undefined, undefined],
  });
});

test('type 1: the second eight channels of a network in the United States, and their wide one', () => {
  const channels = [8, 9, 10, 11, 12, 13, 14, 15, 65];
  expect(readCfList(bytes('00ff0000000000000200000000000001'))).toEqual({ cfListType: 1, channels });
});

test('another type or length is unknown', () => {
  expect(readCfList(bytes('00000000000000000000000000000002'))).toBeUndefined();
  expect(readCfList(new Uint8Array(15))).toBeUndefined();
});
