import { expect, test } from '@jest/globals';
import { formatNumber, formatShare, formatValue, withUnit } from './number.ts';

test('numbers have the marks of their language', () => {
  expect(formatNumber(12_345.6, 'fr', 1)).toBe('12\u202f345,6');
  expect(formatNumber(12_345.6, 'en', 1)).toBe('12,345.6');
  expect(formatShare(0.873, 'fr')).toBe('87\u202f%');
});

test.each([
  [14.237, 'ug/m3', '14,2'],
  [412.4, '[ppm]', '412'],
  [-3.04, 'Cel', '−3,0'],
  [-0.01, 'Cel', '0,0'],
  [1013.25, 'hPa', '1\u202f013,3'],
  [0.012_345, 'unknown', '0,0123'],
])('%d in %s is shown as its instrument would', (value, ucum, shown) => {
  expect(formatValue(value, ucum, 'fr')).toBe(shown);
});

test('a unit is held to its number', () => {
  expect(withUnit('14,2', 'µg/m³')).toBe('14,2\u202fµg/m³');
  expect(withUnit('270', '°')).toBe('270°');
  expect(withUnit('46', '1/cm³')).toBe('46\u202f/cm³');
  expect(withUnit('7', '')).toBe('7');
});
