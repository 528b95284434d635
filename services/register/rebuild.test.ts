import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { outgoing } from '../../packages/log/contract.ts';
import type { Generation } from '../../packages/model/rebuild.ts';
import { topics } from '../../packages/model/topics.ts';
import { TownHall } from './fixtures/town-hall.ts';

let hall: TownHall;
beforeEach(async () => {
  hall = await TownHall.open();
});
afterEach(() => hall.dispose());

const path = '/api/v1/rebuild';
const none = { equal: 0, missing: 0, other: 0 };

/** What decode says of its generation. */
function says(state: Generation['state'], more: Partial<Generation> = {}): Promise<void> {
  const generation: Generation = {
    ...{ number: 4, request: 1, accept: false, time: 1, state, since: 1_000, from: 10, at: 30, to: 50, replaced: 0, examples: [] },
    read: { register: 0, sessions: 0 },
    next: { endings: 0, quarantine: 0, ownCorrections: 0, corrections: 0 },
    compared: { endings: { equal: 19, missing: 0, other: 1 }, quarantine: none, readings: none, state: none },
    ...more,
  };
  return hall.log.append([outgoing(topics.generations, 'generation', generation, 1, 0)]);
}

test('asked for, watched, and at its end: what was compared, in numbers and a few examples', async () => {
  expect((await hall.ask('GET', path)).answer).toMatchObject({ state: 'never', number: 0, partitions: [] });
  const from = '2026-11-24T12:00:00.000Z';
  const asked = await hall.ask('POST', `${path}?accept=true&from=${from}`);
  expect(asked).toMatchObject({ status: 202, answer: { state: 'running', number: 1, accept: true, partitions: [{ state: 'waiting' }] } });
  await says('replaying');
  expect((await hall.ask('GET', path)).answer).toMatchObject({
    ...{ state: 'running', replayed: 20, compared: { endings: { equal: 19, missing: 0, other: 1 } } },
    partitions: [{ partition: 0, state: 'replaying', since: '1970-01-01T00:00:01.000Z', replayed: 20 }],
  });
  const example = { kind: 'endings', message: 'm', was: 'nothing', is: 'forwarded' } as const;
  await says('different', { examples: [example], at: 50 });
  expect((await hall.ask('GET', path)).answer).toMatchObject({ state: 'different', replayed: 40, of: 40, examples: [example] });
});

test('one at a time; what has ended makes way; a stop is for one that runs', async () => {
  expect(await hall.ask('DELETE', path)).toMatchObject({ status: 409 });
  await hall.ask('POST', path);
  expect(await hall.ask('POST', path)).toMatchObject({ status: 409, answer: { detail: expect.stringMatching(/vigie rebuild stop/) } });
  await says('replaying');
  expect(await hall.ask('DELETE', path)).toMatchObject({ status: 202, answer: { state: 'stopping' } });
  await says('stopped');
  expect((await hall.ask('GET', path)).answer).toMatchObject({ state: 'stopped' });
  expect(await hall.ask('POST', path)).toMatchObject({ status: 202, answer: { state: 'running', number: 2 } });
});

test('a rebuild that cannot be done says why', async () => {
  await hall.ask('POST', path);
  await says('failed', { detail: 'There is no checkpoint.', at: 10 });
  expect((await hall.ask('GET', path)).answer).toMatchObject({ state: 'failed', partitions: [{ detail: 'There is no checkpoint.' }] });
});

test.each(['POST', 'GET', 'DELETE'] as const)('%s wants the token and no other word', async (method) => {
  expect(await hall.ask(method, path, { token: 'another' })).toMatchObject({ status: 401 });
  expect(await hall.ask(method, `${path}?colour=red`)).toMatchObject({ status: 400 });
});

test('a moment is a moment', async () => {
  expect(await hall.ask('POST', `${path}?from=yesterday`)).toMatchObject({
    status: 400,
    answer: { detail: expect.stringMatching(/^from: wants a moment/) },
  });
});
