import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type PhyPart, phyParts } from './phy-parts.ts';

const namesOf = (hex: string) => phyParts(Buffer.from(hex, 'hex')).map(({ name, from, to, value }) => `${name} ${from}-${to} ${value}`);

test.each([
  ['40 04030201 82 0100 0203 05 aabb 11223344', ['MHDR', 'DevAddr', 'FCtrl', 'FCnt', 'FOpts', 'FPort', 'FRMPayload', 'MIC']],
  ['80 04030201 00 0100 11223344', ['MHDR', 'DevAddr', 'FCtrl', 'FCnt', 'MIC']],
  ['80 04030201 00 0100 00 11223344', ['MHDR', 'DevAddr', 'FCtrl', 'FCnt', 'FPort', 'MIC']],
  [`00 ${'00'.repeat(18)} 11223344`, ['MHDR', 'MACPayload', 'MIC']],
  ['e0 0102', ['unreadable']],
  ['40 04030201 8f 0100 11223344', ['unreadable']],
  ['ff', ['unreadable']],
])('%s is cut at the standard’s fields', (hex, names) => {
  expect(phyParts(Buffer.from(hex.replaceAll(' ', ''), 'hex')).map(({ name }) => name)).toEqual(names);
});

test('what each field says', () => {
  expect(namesOf('4004030201b2010002030508aabb11223344')).toEqual([
    'MHDR 0-1 UnconfirmedDataUp',
    'DevAddr 1-5 01020304',
    'FCtrl 5-6 ADR, ACK, ClassB, FOptsLen 2',
    'FCnt 6-8 1',
    'FOpts 8-10 0203',
    'FPort 10-11 5',
    'FRMPayload 11-14 08aabb',
    'MIC 14-18 11223344',
  ]);
});

test('whatever the bytes, the parts cover them from the first to the last, without gap or overlap', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const parts: readonly PhyPart[] = phyParts(bytes);
      const edges = parts.flatMap(({ from, to }) => [from, to]);
      expect(edges).toEqual([0, ...parts.slice(1).flatMap(({ from }) => [from, from]), bytes.length].slice(0, edges.length));
      expect(parts.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(bytes.length);
    }),
  );
});
