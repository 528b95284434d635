import { expect, test } from '@jest/globals';
import { Fault, kindOf } from './fault.ts';
import { changed, loading, stateOf, withFault } from './part.ts';

const fault = new Fault('broken');

test('a part is loading, ready, failed or stale', () => {
  expect(stateOf(loading)).toBe('loading');
  expect(stateOf({ value: 0 })).toBe('ready');
  expect(stateOf({ fault })).toBe('failed');
  expect(stateOf({ value: 0, fault })).toBe('stale');
});

test('a fault leaves what was known', () => {
  expect(withFault({ value: 1 }, fault)).toEqual({ value: 1, fault });
  expect(withFault(loading, fault)).toEqual({ fault });
});

test('only what is known is changed', () => {
  expect(changed({ value: 1, fault }, (value) => value + 1)).toEqual({ value: 2, fault });
  expect(changed<number>(loading, (value) => value + 1)).toEqual({});
});

test.each([
  [404, 'not_here'],
  [429, 'too_often'],
  [400, 'not_right'],
  [503, 'broken'],
])('a status of %d is %s', (status, kind) => {
  expect(kindOf(status)).toBe(kind);
});
