import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { boxSchema, isInBox } from './box.ts';

const wants = /^wants west,south,east,north/;

test.each(['2,48,3,49', '-180,-90,180,90', '2.25,48.8,+2.4,48.9', '170,-10,-170,10', '2,48,2,48'])('%s is a box', (text) => {
  const [west, south, east, north] = text.split(',').map(Number);
  expect(boxSchema.parse(text)).toEqual({ west, south, east, north });
});

test.each([
  '',
  '1,2,3',
  '1,2,3,4,5',
  '2,49,3,48',
  '181,0,0,0',
  '0,-91,0,0',
  'a,b,c,d',
  '1e1,0,20,1',
  ' 1,2,3,4',
  '1,,3,4',
  'NaN,0,1,1',
  '0x1,0,2,2',
])('"%s" is none, and it is said what is wanted', (text) => {
  const { error } = boxSchema.safeParse(text);
  expect(error?.issues[0]?.message).toMatch(wants);
});

test('any text at all is a box or is refused', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof boxSchema.safeParse(text).success === 'boolean'));
});

test('edges are within; a box whose west is east of its east goes across the 180th meridian', () => {
  const box = { west: 2, south: 48, east: 3, north: 49 };
  for (const [longitude, latitude] of [
    [2, 48],
    [3, 49],
    [2.5, 48.5],
  ] as const)
    expect(isInBox({ longitude, latitude }, box)).toBe(true);
  for (const [longitude, latitude] of [
    [1.999, 48],
    [3, 49.001],
    [-177, 48],
  ] as const)
    expect(isInBox({ longitude, latitude }, box)).toBe(false);
  const fiji = { west: 176, south: -20, east: -178, north: -12 };
  for (const longitude of [176, 180, -180, -178]) expect(isInBox({ longitude, latitude: -17 }, fiji)).toBe(true);
  for (const longitude of [175, -177, 0]) expect(isInBox({ longitude, latitude: -17 }, fiji)).toBe(false);
});
