import { expect, test } from '@jest/globals';
import { nearestName } from './nearest-name.ts';

test.each([
  ['pm25', ['pm1', 'pm2_5', 'pm10'], 'pm2_5'],
  ['intervall', ['version', 'interval', 'ignored'], 'interval'],
  ['datastream', ['datastreams', 'licence'], 'datastreams'],
  ['licence', ['licence'], 'licence'],
])('nearest to %.20s', (name, known, nearest) => {
  expect(nearestName(name, known)).toBe(nearest);
});

test('nothing is nearest among nothing', () => {
  expect(nearestName('pm25', [])).toBeUndefined();
});
