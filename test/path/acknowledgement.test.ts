import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import type { MqttClient } from 'mqtt';
import { keptOfALargerPayload } from '../../packages/model/message.ts';
import { topics } from '../../packages/model/topics.ts';
import { seededRandom } from '../../packages/testkit/seeded-random.ts';
import { lockFile } from './file-lock.ts';
import { floats } from './float-device.ts';
import { connect, type Sent } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { gateways, heard, Sensor } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const sensor = new Sensor(1);
const uplink = (fCnt: number) => heard(sensor.frame(fCnt, floats(fCnt)), noon + fCnt);
const topic = `eu868/gateway/${gateways[0].id}/event/up`;
const random = seededRandom('acknowledgement');

/** Fills a message of any length quickly. */
const bytes = (length: number) => Buffer.alloc(length, Buffer.from(random.bytes(509)));
const sha256 = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

async function waitingMessages(city: TestCity): Promise<number> {
  return Number(/^vigie_ingest_waiting_messages (\d+)$/m.exec(await city.metrics.text())?.[1]);
}

test('truth 1: while the log cannot write no PUBACK comes and nobody is told an error; then it comes, and the log holds the message', async () => {
  await using city = await runningCity([sensor]);
  const client = await connect(city.mqttUrl);
  const troubles: unknown[] = [];
  for (const trouble of ['error', 'close', 'reconnect'] as const) client.on(trouble, () => troubles.push(trouble));
  const sent = [0, 1, 2].map(uplink);
  let acknowledged = 0;

  const lock = lockFile(city.folder, 'log.db');
  const published = sent.map(({ topic, payload }) =>
    client.publishAsync(topic, Buffer.from(payload), { qos: 1 }).then(() => {
      acknowledged += 1;
    }),
  );
  do await once(city.caught, 'ingest.log.waiting');
  while ((await waitingMessages(city)) < sent.length);
  expect(acknowledged).toBe(0);
  expect(await city.records(topics.messages)).toEqual([]);

  lock.release();
  await Promise.all(published);
  expect(await waitingMessages(city)).toBe(0);
  const held = await city.records(topics.messages);
  expect(held.map(({ payload }) => payload)).toEqual(sent.map(({ payload }) => Buffer.from(payload).toString('base64')));
  expect(troubles).toEqual([]);
  await client.endAsync();
  await city.settled();
  expect((await city.stored()).map(({ value }) => value)).toEqual([0, 1, 2]);
});

test('truth 1: whenever a PUBACK arrives, another program finds the message in the file', async () => {
  await using city = await runningCity([sensor]);
  const client = await connect(city.mqttUrl);
  const other = new Database(join(city.folder, 'log.db'), { readonly: true });
  const inTheFile = other.prepare<[], number>("SELECT count(*) FROM readable_records WHERE topic = 'messages'").pluck();
  const missing: number[] = [];
  let pubacks = 0;
  client.on('packetreceive', ({ cmd }) => {
    if (cmd !== 'puback') return;
    pubacks += 1;
    const held = inTheFile.get() ?? 0;
    if (held < pubacks) missing.push(pubacks - held);
  });
  await Promise.all(Array.from({ length: 500 }, (_, fCnt) => publish(client, uplink(fCnt))));
  expect({ pubacks, missing }).toEqual({ pubacks: 500, missing: [] });
  other.close();
  await client.endAsync();
});

const publish = (client: MqttClient, { topic, payload }: Sent) => client.publishAsync(topic, Buffer.from(payload), { qos: 1 });

test('truth 1: what is malformed is kept as it came', async () => {
  await using city = await runningCity([]);
  const nonsense = ['', 'no frame', '{"phyPayload":', '\u0000\uFFFF'].map((text) => Buffer.from(text)).concat(bytes(256 * 1024));
  await send(city, ...nonsense.map((payload) => ({ topic, payload })), { topic: 'nobody/knows/this', payload: Buffer.from('x') });

  const kept = await city.records(topics.messages);
  expect(kept.map(({ payload, cut }) => ({ payload, cut }))).toEqual(
    [...nonsense, Buffer.from('x')].map((payload) => ({ payload: payload.toString('base64'), cut: undefined })),
  );
  expect(kept.map((message) => message.topic)).toEqual([...nonsense.map(() => topic), 'nobody/knows/this']);
  expect(await city.records(topics.endings)).toEqual(
    kept.map(() => expect.objectContaining({ ending: 'quarantined', reason: 'malformed', step: 'read' })),
  );
});

/** A right frame, and after it fields that no reader knows, of 2 bytes each (the first may have 3): its first 4 KiB alone would read well too. */
function padded(fCnt: number, length: number): Buffer {
  const frame = Buffer.from(uplink(fCnt).payload);
  const first = frame.length % 2 === 0 ? [0x78, 0x01] : [0x78, 0x81, 0x00];
  return Buffer.concat([frame, Buffer.from(first), Buffer.alloc(length, Buffer.from([0x78, 0x01]))], length);
}

test('truth 1: of a message above 256 KiB the first 4 KiB, the length and the SHA-256 are kept, and it ends malformed', async () => {
  await using city = await runningCity([sensor]);
  const large = [bytes(256 * 1024 + 1), padded(0, 300 * 1024)];
  await send(city, ...large.map((payload) => ({ topic, payload })), { topic, payload: padded(1, keptOfALargerPayload) });
  const kept = await city.records(topics.messages);
  expect(kept.slice(0, 2).map(({ payload, cut }) => ({ payload, cut }))).toEqual(
    large.map((payload) => ({
      payload: payload.subarray(0, keptOfALargerPayload).toString('base64'),
      cut: { bytes: payload.length, sha256: sha256(payload) },
    })),
  );
  expect(await endingWords(city)).toEqual(['malformed', 'malformed', 'forwarded']);
});

test('truth 1: while one client is in the middle of 10 MB, the messages of the others are acknowledged and pass', async () => {
  await using city = await runningCity([sensor]);
  const [slow, quick] = await Promise.all([connect(city.mqttUrl, 'slow'), connect(city.mqttUrl, 'quick')]);
  const content = bytes(10 * 1024 * 1024);
  const packet = publishPacket(content);
  const acknowledged = new Promise((resolve) => slow.once('packetreceive', resolve));

  slow.stream.write(packet.subarray(0, packet.length / 2));
  await Promise.all([0, 1, 2].map((fCnt) => publish(quick, uplink(fCnt))));
  await city.settled();
  expect(await city.stored()).toHaveLength(3);

  slow.stream.write(packet.subarray(packet.length / 2));
  expect(await acknowledged).toMatchObject({ cmd: 'puback', messageId: 4_711 });
  await publish(quick, uplink(3));
  await city.settled();
  const kept = (await city.records(topics.messages)).map(({ cut }) => cut);
  expect(kept).toEqual([undefined, undefined, undefined, { bytes: content.length, sha256: sha256(content) }, undefined]);
  expect((await city.records(topics.endings)).at(3)).toMatchObject({ ending: 'quarantined', reason: 'malformed' });
  expect(await city.stored()).toHaveLength(4);
  await Promise.all([slow.endAsync(), quick.endAsync()]);
});

/** A PUBLISH at QoS 1 byte by byte (MQTT 3.1.1 §3.3), so that a client can stop in the middle of it. */
function publishPacket(content: Uint8Array): Buffer {
  const name = Buffer.from(topic);
  const head = Buffer.from([name.length >> 8, name.length & 0xff, ...name, 4_711 >> 8, 4_711 & 0xff]);
  const length: number[] = [];
  for (let rest = head.length + content.length; rest > 0; rest >>= 7) length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  return Buffer.concat([Buffer.from([0x32, ...length]), head, content]);
}
