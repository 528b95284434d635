import { expect, test } from '@jest/globals';
import { clockHands, formatClock, formatMoment, formatZone } from './time.ts';

const paris = 'Europe/Paris';
const winter = Date.parse('2026-11-24T20:05:09Z');
const summer = Date.parse('2026-07-01T20:05:09Z');

test('a clock is that of the zone, winter and summer', () => {
  expect(formatClock(winter, paris, 'fr')).toBe('21:05');
  expect(formatClock(summer, paris, 'fr', true)).toBe('22:05:09');
  expect(formatClock(Date.parse('2026-11-24T23:30:00Z'), paris, 'en')).toBe('00:30');
});

test('a moment of another day has its day', () => {
  expect(formatMoment(winter, winter + 3_600_000, paris, 'fr')).toBe('21:05');
  expect(formatMoment(winter, winter + 86_400_000, paris, 'fr')).toBe('24 nov. 21:05');
  expect(formatMoment(winter, winter + 86_400_000, paris, 'en')).toBe('24 Nov 21:05');
});

test('the zone is named, with what it is ahead', () => {
  expect(formatZone(winter, paris, 'fr')).toBe('heure de Paris (UTC+1)');
  expect(formatZone(summer, paris, 'en')).toBe('Paris time (UTC+2)');
  expect(formatZone(winter, 'UTC', 'fr')).toBe('UTC');
});

test('the hands stand at the time of the zone', () => {
  expect(clockHands(winter, paris)).toEqual({ hour: 21, minute: 5, second: 9 });
});
