import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { topics } from '../../packages/model/topics.ts';
import { lockFile } from './file-lock.ts';
import { floats } from './float-device.ts';
import { publishAll } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity } from './running-city.ts';
import { heard, Sensor } from './sensor.ts';

const sensor = new Sensor(1);
const uplinks = [0, 1, 2].map((fCnt) => heard(sensor.frame(fCnt, floats(fCnt)), noon + fCnt));

test('truth 4: a commit that the log refuses moves neither outputs nor state nor position; it is tried until it goes through', async () => {
  await using city = await runningCity([sensor]);
  // Said between the steps of the first message and its commit, in one turn.
  const locked = new Promise<ReturnType<typeof lockFile>>((resolve) => {
    city.caught.once('decode.message.ended', () => resolve(lockFile(city.folder, 'log.db')));
  });
  await publishAll(city.mqttUrl, uplinks);
  const lock = await locked;
  const [refused] = await once(city.caught, 'stage.attempt.failed');
  expect(refused).toMatchObject({ group: 'decode', error: 'LogUnavailable' });

  for (const topic of [topics.endings, topics.readings, topics.frames, topics.claims, topics.deviceEvents]) {
    expect(await city.records<unknown>(topic)).toEqual([]);
  }
  expect(await city.log.standing('decode', topics.messages)).toEqual([{ partition: 0, start: 0, committed: 0, end: 3 }]);

  lock.release();
  await city.settled();
  expect(await endingWords(city)).toEqual(['forwarded', 'forwarded', 'forwarded']);
  expect((await city.records(topics.claims)).map(({ seen }) => seen)).toEqual([[[0, 2]]]);
  expect((await city.stored()).map(({ value }) => value)).toEqual([0, 1, 2]);
});

test('truth 4: while the series cannot be written, the position of the store does not move; then nothing is missing or double', async () => {
  await using city = await runningCity([sensor]);
  const lock = lockFile(city.folder, 'series.open.db');
  await publishAll(city.mqttUrl, uplinks);
  let refused = { group: '', error: '' };
  while (refused.group !== 'store') [refused] = (await once(city.caught, 'stage.attempt.failed')) as [typeof refused];
  expect(refused.error).toBe('SeriesUnavailable');
  const [standing] = await city.log.standing('store', topics.readings);
  expect(standing).toMatchObject({ committed: 0 });
  expect(await city.stored()).toEqual([]);

  lock.release();
  await city.settled();
  expect((await city.stored()).map(({ value }) => value)).toEqual([0, 1, 2]);
});
