import { expect, test } from '@jest/globals';
import { topics } from '../../packages/model/topics.ts';
import { floats } from './float-device.ts';
import { connect } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { gateways, heard, Sensor } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const sensor = new Sensor(1);
let seconds = 0;
/** Each hearing a millisecond later, so that no two readings have one time. */
const uplink = (from: Sensor, fCnt: number, value = fCnt) => {
  seconds += 1;
  return heard(from.frame(fCnt, floats(value)), noon + seconds, gateways[seconds % 2]);
};

const flagsOf = async (city: TestCity) => (await city.records(topics.frames)).map(({ flags }) => flags);
const valuesOf = async (city: TestCity, { site }: Sensor) =>
  (await city.stored()).filter((reading) => reading.site === site).map(({ value }) => value);

test('two devices that share a DevAddr each have their own counters and readings', async () => {
  const twin = new Sensor(2, { devAddr: sensor.devAddr });
  await using city = await runningCity([sensor, twin]);
  const [ours, theirs] = [
    [5, 6, 6, 200, 7].map((fCnt) => sensor.frame(fCnt, floats(fCnt))),
    [1_000, 6, 1_001, 1_000].map((fCnt) => twin.frame(fCnt, floats(fCnt))),
  ];
  const mixed = ours.flatMap((frame, n) => [frame, ...theirs.slice(n, n + 1)]);
  await send(city, ...mixed.map((frame, n) => heard(frame, noon + n)), heard(sensor.frame(1, floats(1), new Sensor(9)), noon));
  expect(await endingWords(city)).toEqual([
    ...['forwarded', 'forwarded'],
    ...['forwarded', 'f_cnt_behind'],
    ...['duplicate', 'forwarded'],
    ...['forwarded', 'duplicate'],
    'f_cnt_behind',
    'mic_mismatch',
  ]);
  expect(await valuesOf(city, sensor)).toEqual([5, 6, 200]);
  expect(await valuesOf(city, twin)).toEqual([1_000, 1_001]);
  expect(await city.records(topics.claims)).toHaveLength(2);
});

test('a device that starts again at 0 passes only when it is declared reset-tolerant, and its old frames never pass again', async () => {
  const strict = new Sensor(3);
  const tolerant = new Sensor(4, { resetTolerant: true });
  await using city = await runningCity([strict, tolerant]);
  const firstLife = [0, 1, 2, 300].map((fCnt) => uplink(tolerant, fCnt));
  await send(city, ...[0, 1, 2, 300].map((fCnt) => uplink(strict, fCnt)), ...firstLife);
  await send(city, uplink(strict, 0, 50), uplink(tolerant, 0, 50), uplink(tolerant, 1, 51), ...firstLife);
  expect((await endingWords(city)).slice(8)).toEqual([
    'f_cnt_behind',
    'forwarded',
    'forwarded',
    ...['f_cnt_reused', 'f_cnt_reused', 'f_cnt_behind', 'f_cnt_behind'],
  ]);
  expect((await flagsOf(city)).slice(8)).toEqual([['reset'], []]);
  expect(await valuesOf(city, tolerant)).toEqual([0, 1, 2, 300, 50, 51]);
});

test('counters that are passed over are counted, and those that come after all', async () => {
  const gappy = new Sensor(6);
  await using city = await runningCity([gappy]);
  await send(city, ...[5, 10, 7, 7, 11].map((fCnt) => uplink(gappy, fCnt)));
  const counted = (await city.metrics.text()).match(/^vigie_frames_(never_heard|late)_total \d+$/gm);
  expect(counted).toEqual(['vigie_frames_never_heard_total 4', 'vigie_frames_late_total 1']);
});

test('a device that is disabled moves no counter; enabled again, it goes on', async () => {
  const off = new Sensor(5, { disabled: true });
  await using city = await runningCity([off]);
  await send(city, uplink(off, 7));
  expect(await endingWords(city)).toEqual(['device_disabled']);
  expect(await city.records(topics.claims)).toEqual([]);
  await city.importTables(`dev_eui,model,disabled\n${off.devEui},test/floats,false\n`);
  await send(city, uplink(off, 7));
  expect(await endingWords(city)).toEqual(['device_disabled', 'forwarded']);
});

test('a retained message is taken like any other and marked; sent again by whoever republishes it, it is a duplicate', async () => {
  await using city = await runningCity([sensor]);
  const client = await connect(city.mqttUrl);
  const { topic, payload } = uplink(sensor, 0);
  for (const retain of [true, true, false]) await client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain });
  await client.endAsync();
  await city.settled();
  expect((await city.records(topics.messages)).map(({ retained }) => retained)).toEqual([true, true, false]);
  expect(await endingWords(city)).toEqual(['forwarded', 'duplicate', 'duplicate']);
});
