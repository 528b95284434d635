import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clusters } from './cluster.ts';
import { worldPoint } from './mercator.ts';

const places = [
  { id: 'a', longitude: 1.06, latitude: 46.66 },
  { id: 'b', longitude: 1.0601, latitude: 46.66 },
  { id: 'c', longitude: 1.1, latitude: 46.66 },
];
const idsAt = (zoom: number) => clusters(places, zoom).map((members) => members.map(({ id }) => id).join(''));

test('places that would hide each other are one, until the map is near enough', () => {
  expect(idsAt(5)).toEqual(['abc']);
  expect(idsAt(13)).toEqual(['ab', 'c']);
  expect(idsAt(22)).toEqual(['a', 'b', 'c']);
});

test('every place is in one cluster, and no two clusters stand in each other’s room', () => {
  const some = fc.array(
    fc.record({ longitude: fc.double({ min: 0, max: 0.2, noNaN: true }), latitude: fc.double({ min: 46, max: 46.2, noNaN: true }) }),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(some, fc.integer({ min: 6, max: 16 }), (given, zoom) => {
      const all = clusters(
        given.map((place, i) => ({ ...place, id: `${i}` })),
        zoom,
      );
      expect(all.flatMap((members) => members.map(({ id }) => Number(id))).toSorted((a, b) => a - b)).toEqual(given.map((_, i) => i));
      const seeds = all.map(([{ longitude, latitude }]) => worldPoint(longitude, latitude, zoom));
      for (const [i, a] of seeds.entries()) {
        expect(seeds.slice(i + 1).every((b) => Math.abs(a.x - b.x) >= 98 || Math.abs(a.y - b.y) >= 38)).toBe(true);
      }
    }),
  );
});

test('five thousand places are gathered at once', () => {
  const many = Array.from({ length: 5_000 }, (_, i) => ({
    id: `${i}`,
    longitude: (i % 71) / 500,
    latitude: 46 + Math.floor(i / 71) / 500,
  }));
  const all = clusters(many, 11);
  expect(all.length).toBeLessThan(200);
  expect(all.flat()).toHaveLength(5_000);
});
