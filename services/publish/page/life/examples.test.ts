import { expect, test } from '@jest/globals';
import { withEnding } from './examples.ts';

test('the newest of each kind is remembered, other endings are not', () => {
  const first = withEnding({}, { ending: 'forwarded', message: '1' });
  const second = withEnding(first, { ending: 'duplicate', message: '2' });
  expect(withEnding(second, { ending: 'forwarded', message: '3' })).toEqual({ forwarded: '3', duplicate: '2' });
  expect(withEnding(first, { ending: 'needless', message: '4' })).toBe(first);
});
