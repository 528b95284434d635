import { describe, expect, test } from '@jest/globals';
import { formatDegrees, graticule, multiples, stepFor } from './graticule.ts';
import { metresPerPixel, worldPoint } from './mercator.ts';
import { scaleBar } from './scale-bar.ts';
import { boundsAround, boundsOf, boundsSeen, holds, isSeen, seenAt } from './view.ts';

const view = { longitude: 1.07, latitude: 46.66, zoom: 12, width: 800, height: 600 };

describe('a place is seen', () => {
  test('in the middle when the map looks at it, east of it to the right, north above', () => {
    expect(seenAt(view, view)).toEqual({ x: 400, y: 300 });
    expect(seenAt(view, { longitude: 1.08, latitude: 46.66 }).x).toBeCloseTo(400 + (0.01 / 360) * 512 * 2 ** 12);
    expect(seenAt(view, { longitude: 1.07, latitude: 46.67 }).y).toBeLessThan(300);
  });

  test('or not', () => {
    expect(isSeen(view, { x: 790, y: 10 })).toBe(true);
    expect(isSeen(view, { x: 790, y: 10 }, -40)).toBe(false);
    expect(isSeen(view, { x: -20, y: 10 })).toBe(false);
    expect(isSeen(view, { x: -20, y: 10 }, 60)).toBe(true);
  });
});

test('the world is a square with Greenwich and the equator through its middle', () => {
  expect(worldPoint(0, 0, 0)).toEqual({ x: 256, y: 256 });
  expect(worldPoint(-180, 85.051_129, 0).x).toBe(0);
  expect(worldPoint(-180, 85.051_129, 0).y).toBeCloseTo(0, 4);
  expect(metresPerPixel(0, 0)).toBeCloseTo(78_271.5, 0);
});

test('bounds are those of the places', () => {
  expect(boundsOf([view, { longitude: 1, latitude: 47 }])).toEqual({ west: 1, south: 46.66, east: 1.07, north: 47 });
  expect(boundsOf([])).toBeUndefined();
  const { west, east } = boundsAround(view);
  expect(seenAt(view, { longitude: west, latitude: 46.66 }).x).toBeCloseTo(-800);
  expect(seenAt(view, { longitude: east, latitude: 46.66 }).x).toBeCloseTo(1_600);
});

test('what was drawn around a view holds what it shows, until it has moved by more than itself', () => {
  expect(holds(boundsAround(view), boundsSeen(view))).toBe(true);
  expect(holds(boundsAround(view), boundsSeen({ ...view, width: 2_500 }))).toBe(false);
  const moved = (screens: number) => ({ ...view, longitude: view.longitude + (screens * view.width * 360) / (512 * 2 ** view.zoom) });
  expect(holds(boundsAround(view), boundsSeen(moved(0.9)))).toBe(true);
  expect(holds(boundsAround(view), boundsSeen(moved(1.1)))).toBe(false);
});

describe('the graticule', () => {
  test('is as fine as fits', () => {
    expect(stepFor(1)).toBe(30);
    expect(stepFor(360 / (512 * 2 ** 12))).toBe(1 / 30);
    expect(stepFor(1 / 3600 / 1000)).toBe(1 / 3600);
  });

  test('runs through the multiples of its step', () => {
    expect(multiples(0.5, 0.9, 2.1)).toEqual([1, 1.5, 2]);
    expect(multiples(1 / 60, 1 / 60, 2 / 60)).toHaveLength(2);
    expect(graticule({ west: 0.5, east: 1.5, south: 45.5, north: 46.5 }, 1, 1)).toEqual([
      [
        [1, 45.5],
        [1, 46.5],
      ],
      [
        [0.5, 46],
        [1.5, 46],
      ],
    ]);
  });

  test('names its lines as a printed map does', () => {
    expect(formatDegrees(46 + 40 / 60, 'latitude', 1 / 30)).toBe('46°40′\u202fN');
    expect(formatDegrees(-1.5, 'longitude', 1 / 60, 'O')).toBe('1°30′\u202fO');
    expect(formatDegrees(1 + 4 / 60 + 30 / 3600, 'longitude', 1 / 120)).toBe('1°04′30″\u202fE');
    expect(formatDegrees(-30, 'latitude', 10)).toBe('30°\u202fS');
  });
});

test.each([
  [9.9, 1_000],
  [10, 1_000],
  [5, 500],
  [0.9, 100],
])('at %d m a pixel, the scale bar is %d m', (metres, length) => {
  const bar = scaleBar(metres);
  expect(bar.metres).toBe(length);
  expect(bar.pixels).toBeLessThanOrEqual(120);
  expect(bar.pixels).toBeGreaterThan(40);
});
