import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { topics } from '../../packages/model/topics.ts';
import { heldUpStage } from '../../packages/process/held-up-stage.ts';
import { lockFile } from './file-lock.ts';
import { floats } from './float-device.ts';
import { connect, publishAll } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity } from './running-city.ts';
import { gateways, heard, Sensor } from './sensor.ts';

const [flooding, other] = [new Sensor(1), new Sensor(2)];
const uplink = (sensor: Sensor, fCnt: number, gateway = gateways[0]) => heard(sensor.frame(fCnt, floats(fCnt)), noon + fCnt, gateway);

test('truth 7: a device floods: who publishes beside it is acknowledged in between, one for each 64 KiB of the flood at the latest', async () => {
  await using city = await runningCity([flooding, other]);
  const flood = Array.from({ length: 6_000 }, (_, fCnt) => uplink(flooding, fCnt));
  const client = await connect(city.mqttUrl, 'another gateway');
  const flooded = publishAll(city.mqttUrl, flood);
  while ((await city.records(topics.messages)).length === 0) await city.log.changed([topics.messages], AbortSignal.timeout(1_000));
  for (let fCnt = 0; fCnt < 10; fCnt++) {
    const { topic, payload } = uplink(other, fCnt, gateways[1]);
    await client.publishAsync(topic, Buffer.from(payload), { qos: 1 });
  }
  const [standing] = await city.log.standing('decode', topics.messages);
  expect(standing?.end).toBeLessThan(5_500);
  await flooded;
  await client.endAsync();
  await city.settled();
  expect(await endingWords(city)).toEqual(Array(6_010).fill('forwarded'));
  expect(await city.stored()).toHaveLength(6_010);
});

test('truth 7: who sends more than its share is acknowledged late, beside it nobody is, and all of it is held', async () => {
  await using city = await runningCity([flooding, other], { mostPerSecond: 20 });
  const flooder = await connect(city.mqttUrl, 'flooder');
  const client = await connect(city.mqttUrl, 'another gateway');
  const order: string[] = [];
  const publish = (by: typeof client, { topic, payload }: ReturnType<typeof uplink>, name: string) =>
    by.publishAsync(topic, Buffer.from(payload), { qos: 1 }).then(() => order.push(name));
  const flooded = Array.from({ length: 50 }, (_, fCnt) => publish(flooder, uplink(flooding, fCnt), 'flood'));
  while ((await city.records(topics.messages)).length < 50) await city.log.changed([topics.messages], AbortSignal.timeout(1_000));
  await publish(client, uplink(other, 0, gateways[1]), 'other');
  await Promise.all(flooded);
  expect(order.indexOf('other')).toBeLessThan(45);
  expect(order.filter((name) => name === 'flood')).toHaveLength(50);
  await Promise.all([flooder.endAsync(), client.endAsync()]);
  await city.settled();
  expect(await endingWords(city)).toEqual(Array(51).fill('forwarded'));
});

test('truth 7: the series refuses to be written: messages are acknowledged and end all the same, readiness tells, then nothing is missing', async () => {
  await using city = await runningCity([other], { batch: 20 });
  const lock = lockFile(city.folder, 'series.open.db');
  const refused = once(city.caught, 'stage.attempt.failed');
  for (let round = 0; round < 3; round++) {
    await publishAll(
      city.mqttUrl,
      Array.from({ length: 50 }, (_, n) => uplink(other, 50 * round + n)),
    );
  }
  await refused;
  while ((await endingWords(city)).length < 150) await city.log.changed([topics.endings], AbortSignal.timeout(1_000));
  expect(await endingWords(city)).toEqual(Array(150).fill('forwarded'));
  expect(await city.stored()).toEqual([]);
  expect(await heldUpStage(city.log, city.watches)).toMatch(/^The stage "(store|ledger)" is held up \(SeriesUnavailable\)/);

  lock.release();
  await city.settled();
  expect((await city.stored()).map(({ value }) => value)).toEqual(Array.from({ length: 150 }, (_, n) => n));
  expect(await heldUpStage(city.log, city.watches)).toBeUndefined();
});
