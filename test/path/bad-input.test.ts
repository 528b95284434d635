import { expect, test } from '@jest/globals';
import { buildDataFrame } from '../../packages/lorawan/build-frame.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import type { ReasonName } from '../../packages/model/reasons.ts';
import { topics } from '../../packages/model/topics.ts';
import { seededRandom } from '../../packages/testkit/seeded-random.ts';
import { floats } from './float-device.ts';
import type { Sent } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { gateways, heard, Sensor } from './sensor.ts';

const sensor = new Sensor(1);
const stranger = new Sensor(2);
const foreign = new Sensor(3, { devAddr: 'e0112233' });
const random = seededRandom('bad input');
const uplink = (fCnt: number) => heard(sensor.frame(fCnt, floats(fCnt)), noon + fCnt);
const { topic } = uplink(0);
const frame = sensor.frame(1_000, floats(1));

const on = (place: string, payload: Uint8Array | string): Sent => ({ topic: place, payload: Buffer.from(payload) });
const json = (content: unknown) => on(topic, JSON.stringify(content));
const air = (...bytes: readonly number[]) => heard(Uint8Array.from(bytes), noon);

function downlink(): Uint8Array {
  const content = { direction: 'down', confirmed: false, devAddr: sensor.devAddr, fCnt: 1, fPort: 1, plaintext: floats(1) } as const;
  return buildDataFrame(createNodeAes(), { fNwkSIntKey: sensor.nwkSKey, appSKey: sensor.appSKey }, content);
}

const events = 'application/7d6a1f0c-0000-4000-8000-000000000001/device';
const event = (devEui: string, content: object) => on(`${events}/${devEui}/event/up`, JSON.stringify(content));
const eventOf = (devEui: string) => ({ deviceInfo: { devEui }, devAddr: sensor.devAddr, fCnt: 1, fPort: 1, data: 'AA==' });

const bad: readonly (readonly [what: string, message: Sent, reason: ReasonName])[] = [
  ['nothing', on(topic, ''), 'malformed'],
  ...[1, 2, 16, 64, 255, 5_000].map((length) => [`${length} random bytes`, on(topic, random.bytes(length)), 'malformed'] as const),
  ['text', on(topic, 'hello'), 'malformed'],
  ['JSON cut short', on(topic, Buffer.from(heard(frame, noon, gateways[1]).payload).subarray(0, 60)), 'malformed'],
  ['JSON of other kinds', json([]), 'malformed'],
  ['JSON null', json(null), 'malformed'],
  ['JSON without a frame', json({}), 'malformed'],
  ['JSON whose frame is a number', json({ phyPayload: 5 }), 'malformed'],
  ['JSON whose frame is no base64', json({ phyPayload: '***' }), 'malformed'],
  ['JSON with a time that is none', json({ phyPayload: Buffer.from(frame).toString('base64'), rxInfo: { gwTime: 'noon' } }), 'malformed'],
  ['protobuf cut inside its frame', on(topic, Buffer.from(heard(frame, noon).payload).subarray(0, 20)), 'malformed'],
  [
    'protobuf with a field that never ends',
    on(topic, Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])),
    'malformed',
  ],
  ['protobuf of another message', on(topic, Buffer.from([0x50, 0x01])), 'malformed'],
  ['a topic that nobody knows', on('weather/today', 'sunny'), 'malformed'],
  ['a topic of many levels', on('a/b/c/d/e/f/g/h', frame), 'malformed'],
  ['a DevEUI that is none', event('not-an-eui', eventOf(sensor.devEui)), 'malformed'],
  ['an event of a device in another device’s topic', event(sensor.devEui, eventOf(stranger.devEui)), 'malformed'],
  ['an event of before ChirpStack 4', event(sensor.devEui, { devAddr: sensor.devAddr }), 'malformed'],
  ['an event with a counter below 0', event(sensor.devEui, { ...eventOf(sensor.devEui), fCnt: -1 }), 'malformed'],
  ['a DevEUI that the register does not know', event(stranger.devEui, eventOf(stranger.devEui)), 'unknown_device'],
  ['an empty frame', json({ phyPayload: '' }), 'malformed'],
  ['one byte', air(0x40), 'malformed'],
  ['another major version', air(0x41, ...frame.slice(1)), 'malformed'],
  ['a JoinRequest of the wrong length', air(0x00, 1, 2, 3), 'malformed'],
  ['256 bytes', air(...Buffer.alloc(256, 0x40)), 'malformed'],
  ['a proprietary frame', air(0xe0, 1, 2, 3), 'unsupported_frame'],
  ['a JoinAccept', air(0x20, ...random.bytes(16)), 'unsupported_frame'],
  ['a downlink', heard(downlink(), noon), 'unsupported_frame'],
  ['a frame of another network', heard(foreign.frame(0, floats(1)), noon), 'foreign_net_id'],
  ['a frame of a device that nobody imported', heard(stranger.frame(0, floats(1)), noon), 'unknown_dev_addr'],
];

test('each kind of bad input ends with its reason, and the good message after it passes', async () => {
  await using city = await runningCity([sensor], { streams: ['frames', 'events'] });
  await send(city, ...bad.flatMap(([, message], fCnt) => [message, uplink(fCnt)]));
  const endings = await endingWords(city);
  const got = bad.map(([what], n) => ({ what, ending: endings[2 * n], next: endings[2 * n + 1] }));
  expect(got).toEqual(bad.map(([what, , ending]) => ({ what, ending, next: 'forwarded' })));
  expect((await city.stored()).map(({ value }) => value)).toEqual(bad.map((_, fCnt) => fCnt));
});

test('a frame cut at any length never passes', async () => {
  await using city = await runningCity([sensor]);
  const cut = Array.from(frame, (_, length) => frame.subarray(0, length));
  await send(city, ...cut.map((bytes) => heard(bytes, noon)), uplink(0));
  // 12 bytes are the shortest data frame (LoRaWAN 1.0.4 §4): from there on it is the MIC that does not fit.
  expect(await endingWords(city)).toEqual([...cut.map((_, length) => (length < 12 ? 'malformed' : 'mic_mismatch')), 'forwarded']);
});

test('a source that is read as frames alone keeps application events, malformed', async () => {
  await using city = await runningCity([sensor]);
  await send(city, event(sensor.devEui, eventOf(sensor.devEui)), uplink(0));
  expect(await endingWords(city)).toEqual(['malformed', 'forwarded']);
});

test('of an impossible gateway time nothing is believed: the received time is taken', async () => {
  await using city = await runningCity([sensor]);
  const times = [0, Date.UTC(1980, 0, 6), noon - 31_000, noon + 31_000, Date.UTC(2100, 0, 1), noon - 29_000, noon + 29_000];
  await send(city, ...times.map((time, fCnt) => heard(sensor.frame(fCnt, floats(fCnt)), time, gateways[fCnt % 2])));
  expect((await city.records(topics.readings)).map(({ phenomenonTime, flags }) => ({ phenomenonTime, flags }))).toEqual(
    [noon, noon, noon, noon, noon, noon - 29_000, noon + 29_000].map((phenomenonTime) => ({ phenomenonTime, flags: [] })),
  );
});
