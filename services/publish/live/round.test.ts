import { afterEach, expect, test } from '@jest/globals';
import { LiveCity } from './fixtures/live-city.ts';
import { frame, quarantined } from './fixtures/records.ts';
import { Rounds } from './round.ts';

let city: LiveCity;
afterEach(() => city[Symbol.asyncDispose]());

test('truth 11: in a real city what holds bytes is not even read', async () => {
  city = await LiveCity.open({ before: [frame('m.0.1'), quarantined('m.0.1')] });
  const namesOf = (simulated: boolean) => new Rounds(city.log, simulated, () => {}).topics.map(({ name }) => name);
  expect(namesOf(false)).toEqual(['windows', 'readings', 'device_events', 'endings']);
  expect(namesOf(true)).toEqual([...namesOf(false), 'frames', 'quarantine']);
  const counts = async (simulated: boolean) => {
    const round = await new Rounds(city.log, simulated, () => {}).next((tail) => tail.take());
    return [round.frames.length, round.quarantined.length];
  };
  expect(await counts(false)).toEqual([0, 0]);
  expect(await counts(true)).toEqual([1, 1]);
});
