import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { belongsToNetId } from './net-id.ts';

/** NetID, first and last DevAddr of its network. 000013, 000024 and C00053 are in public use; the others worked out by hand from TS002. */
const networks: [netId: string, first: string, last: string][] = [
  ['000013', '26000000', '27ffffff'],
  ['000024', '48000000', '49ffffff'],
  ['20002d', 'ad000000', 'adffffff'],
  ['400001', 'c0100000', 'c01fffff'],
  ['600001', 'e0020000', 'e003ffff'],
  ['800001', 'f0008000', 'f000ffff'],
  ['a00001', 'f8002000', 'f8003fff'],
  ['c00053', 'fc014c00', 'fc014fff'],
  ['e00001', 'fe000080', 'fe0000ff'],
];
const address = (n: number) => n.toString(16).padStart(8, '0');

test.each(networks)('NetID %s holds %s to %s and not their neighbours', (netId, first, last) => {
  expect(belongsToNetId(first, netId)).toBe(true);
  expect(belongsToNetId(last, netId)).toBe(true);
  expect(belongsToNetId(address(Number.parseInt(first, 16) - 1), netId)).toBe(false);
  expect(belongsToNetId(address(Number.parseInt(last, 16) + 1), netId)).toBe(false);
});

test('a DevAddr belongs to at most one of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (devAddr) => {
      expect(networks.filter(([netId]) => belongsToNetId(address(devAddr), netId)).length).toBeLessThan(2);
    }),
  );
});

test('upper and lower case are the same', () => {
  expect(belongsToNetId('FC014C00', 'C00053')).toBe(true);
});
