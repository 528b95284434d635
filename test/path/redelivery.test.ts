import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Log } from '../../packages/log/contract.ts';
import { type Topic, topics } from '../../packages/model/topics.ts';
import { resend } from '../../services/register/quarantine.ts';
import { deviceWith, floatDevice, floats } from './float-device.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { gateways, heard, Sensor } from './sensor.ts';
import { TestCity } from './test-city.ts';

const sensors = [1, 2, 3].map((n) => new Sensor(n));
const [first, second, third] = sensors as [Sensor, Sensor, Sensor];
const stuck = new Sensor(4, { model: 'test/stuck' });
const stranger = new Sensor(9);
const uplink = (sensor: Sensor, fCnt: number, value = fCnt) =>
  heard(sensor.frame(fCnt, floats(value, Number.NaN)), noon - 100 + fCnt, gateways[fCnt % 2]);

/** One of every ending, far more than a batch holds, and counters in disorder. */
const traffic = [
  ...Array.from({ length: 40 }, (_, fCnt) => uplink(first, fCnt)),
  ...[5, 100, 90, 100, 95].map((fCnt) => uplink(second, fCnt)),
  uplink(second, 95, 1_000),
  ...Array.from({ length: 20 }, (_, fCnt) => uplink(third, 19 - fCnt)),
  uplink(stranger, 1),
  { topic: 'nobody/knows/this', payload: Buffer.from('?') },
  heard(third.frame(50, floats(1), stranger), noon),
  ...Array.from({ length: 10 }, (_, fCnt) => uplink(stuck, fCnt)),
  // Far behind by now, and never seen: waits until somebody sends it again.
  uplink(second, 20),
];

const devices = [floatDevice, deviceWith('stuck', 'for (;;);')];
const outcomes = [topics.endings, topics.readings, topics.frames, topics.deviceEvents, topics.quarantine, topics.claims, topics.tallies];

/** Every record of a topic as text, with the log's name for its own storage taken out. */
async function texts(log: Log, topic: Topic<unknown>): Promise<string[]> {
  const records = await log.read(topic, 0, 0, 100_000);
  return records.map(({ key, time, value }) => `${key} ${time} ${Buffer.from(value ?? '')}`.replaceAll(log.incarnation, 'here'));
}

/** The very same records into another log, in which they get the same offsets. */
async function copyRecords(from: Log, to: Log, topic: Topic<unknown>): Promise<void> {
  const records = await from.read(topic, 0, 0, 100_000);
  const own = (value: Uint8Array) => Buffer.from(Buffer.from(value).toString().replaceAll(from.incarnation, to.incarnation));
  // With its partition a record keeps the key that the log has given it.
  await to.append(records.map(({ key, value, time, partition }) => ({ topic, key, value: value && own(value), time, partition })));
}

test('truth 3: the same messages again, in other batches, give the same endings, readings, frames, counters and store', async () => {
  await using city = await runningCity([...sensors, stuck], { batch: 500, devices });
  await send(city, ...traffic);
  const behind = (await city.records(topics.quarantine)).find(({ reason }) => reason === 'f_cnt_behind');
  await resend(city.log, behind?.what === 'message' ? behind.id : '', noon + 1);
  await city.settled();
  expect(new Set(await endingWords(city))).toEqual(
    new Set(['forwarded', 'duplicate', 'f_cnt_reused', 'f_cnt_behind', 'unknown_dev_addr', 'malformed', 'mic_mismatch', 'codec_limit']),
  );

  const folder = await mkdtemp(join(tmpdir(), 'vigie-city-'));
  await cp(join(city.folder, 'secrets'), join(folder, 'secrets'), { recursive: true });
  await using again = await TestCity.open({ devices: city.catalogue.devices(), folder, batch: 7, now: () => noon + 86_400_000 });
  for (const topic of [topics.register, topics.sessions, topics.messages]) await copyRecords(city.log, again.log, topic);
  await again.start();
  await again.settled();

  for (const topic of outcomes.filter(({ compacted }) => !compacted)) {
    const before = await texts(city.log, topic);
    expect(before.length).toBeGreaterThan(0);
    expect({ topic: topic.name, records: await texts(again.log, topic) }).toEqual({ topic: topic.name, records: before });
  }
  const here = async (one: TestCity) => JSON.parse(JSON.stringify(await one.stored()).replaceAll(one.log.incarnation, 'here'));
  expect(await here(again)).toEqual(await here(city));
  expect(await city.stored()).toHaveLength(
    new Set((await city.records(topics.readings)).map(({ datastream, phenomenonTime }) => `${datastream}/${phenomenonTime}`)).size,
  );
  for (const topic of outcomes.filter(({ compacted }) => compacted))
    expect(await states(again.log, topic)).toEqual(await states(city.log, topic));
});

/** Of a compacted topic, what stands for each key. */
async function states(log: Log, topic: Topic<unknown>): Promise<Record<string, unknown>> {
  const records = await log.read(topic, 0, 0, 100_000);
  return Object.fromEntries(records.map(({ key, value }) => [key, JSON.parse(Buffer.from(value ?? '').toString())]));
}

test('truth 3: the received time is stamped once, by ingest; whatever clock runs later, it stays in every record', async () => {
  let clock = noon;
  await using city = await runningCity([first], { now: () => clock });
  await send(city, uplink(first, 0), { topic: 'nobody/knows/this', payload: Buffer.from('?') });
  clock += 3_600_000;
  await send(city, uplink(first, 1));
  const stamps = [noon, noon, noon + 3_600_000];
  expect((await city.records(topics.messages)).map(({ receivedTime }) => receivedTime)).toEqual(stamps);
  expect((await city.records(topics.endings)).map(({ receivedTime }) => receivedTime)).toEqual(stamps);
  expect((await city.records(topics.frames)).map(({ receivedTime }) => receivedTime)).toEqual([noon, noon + 3_600_000]);
  // An hour after what the gateway said, its time is not believed: decode judges by the received time alone.
  expect((await city.records(topics.frames)).map(({ time }) => time)).toEqual([noon - 100, noon + 3_600_000]);
});
