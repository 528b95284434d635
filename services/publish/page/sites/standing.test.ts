import { expect, test } from '@jest/globals';
import { standingOf } from './standing.ts';

const noon = Date.parse('2026-11-24T12:00:00Z');
const status = { state: 'reporting', since: '2026-11-24T12:00:00Z', expectedEvery: 600 } as const;

test('a site is silent after three missed messages, without being told so', () => {
  expect(standingOf(status, undefined, noon + 1_800_000)).toMatchObject({ state: 'reporting', since: noon });
  expect(standingOf(status, undefined, noon + 1_800_001)).toMatchObject({ state: 'silent', since: noon });
});

test('a message ends a silence, and a wait', () => {
  const heard = noon + 7_200_000;
  expect(standingOf({ ...status, state: 'silent' }, heard, heard)).toMatchObject({ state: 'reporting', since: heard });
  expect(standingOf({ ...status, state: 'waiting', since: null }, heard, heard)).toMatchObject({ state: 'reporting', since: heard });
});

test('a site that was never heard waits, and is not silent', () => {
  const waiting = { state: 'waiting', since: null, expectedEvery: 600 } as const;
  expect(standingOf(waiting, undefined, noon)).toEqual({ state: 'waiting', since: null, expectedEvery: 600 });
  expect(standingOf(undefined, undefined, noon)).toMatchObject({ state: 'waiting' });
});

test('without an expectation, the word of the city is taken', () => {
  expect(standingOf({ ...status, state: 'silent', expectedEvery: null }, undefined, noon + 1e9)).toMatchObject({ state: 'silent' });
});
