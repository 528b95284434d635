import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FramePart } from '../data/shapes.ts';
import { byteGroups, partAtFault } from './byte-groups.ts';

const part = (name: string, from: number, to: number): FramePart => ({ name, from, to, value: `${name}!` });

test('bytes stand in their named groups; what no part names is shown all the same', () => {
  const groups = byteGroups('40aabbccdd80ff01', [part('MHDR', 0, 1), part('DevAddr', 1, 5), part('MIC', 6, 8)]);
  expect(groups.map(({ name, bytes }) => [name, bytes.join(' ')])).toEqual([
    ['MHDR', '40'],
    ['DevAddr', 'aa bb cc dd'],
    [null, '80'],
    ['MIC', 'ff 01'],
  ]);
});

test('a part beyond the end, and an empty one, give no group', () => {
  expect(byteGroups('4000', [part('MHDR', 0, 1), part('FOpts', 1, 1), part('MIC', 8, 12)]).map(({ name }) => name)).toEqual(['MHDR', null]);
});

test('every byte once, in order, whatever the parts say', () => {
  const somePart = fc.record({ name: fc.constantFrom('MHDR', 'DevAddr', 'MIC'), from: fc.nat(40), to: fc.nat(40), value: fc.string() });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.array(somePart, { maxLength: 9 }), (bytes, parts) => {
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      const groups = byteGroups(hex, parts);
      expect(groups.flatMap((group) => group.bytes).join('')).toBe(hex);
      for (const { from, to, bytes: shown } of groups) expect(shown).toHaveLength(to - from);
    }),
  );
});

test('the part that a reason speaks of', () => {
  expect(partAtFault('mic_mismatch')).toBe('MIC');
  expect(partAtFault('malformed')).toBeNull();
  expect(partAtFault(null)).toBeNull();
});
