import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MqttClient } from 'mqtt';
import { topics } from '../../packages/model/topics.ts';
import { publishLedger } from '../../services/publish/publish-ledger.ts';
import { floats } from './float-device.ts';
import { connect, type Sent } from './publish-all.ts';
import { endingWords, messagesById } from './read-back.ts';
import { noon, runningCity } from './running-city.ts';
import { gateways, heard, Sensor } from './sensor.ts';

const sensor = new Sensor(1);

/** Up to 8 levels, any characters that MQTT allows in a topic name. */
const level = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/[+#/\0]/g, '-'));
const anyTopic = fc.array(level, { minLength: 1, maxLength: 8 }).map((levels) => levels.join('/') || '-');
const ofGateway = (name: string) => `eu868/gateway/${gateways[0].id}/event/${name}`;
const ofDevice = (name: string) => `application/1/device/${sensor.devEui}/event/${name}`;
const uplinkTopic = fc.constantFrom(ofGateway('up'), ofDevice('up'));
const knownTopic = fc.constantFrom(...['stats', 'ack', 'raw', 'none'].map(ofGateway), ...['join', 'status'].map(ofDevice));

const event = { deviceInfo: { devEui: sensor.devEui }, devAddr: sensor.devAddr, fPort: 1, data: 'QEkP2w==' };
/** Right ones, whose bytes are then cut, turned or left. */
const rightPayload = fc
  .integer({ min: 0, max: 0xffff })
  .chain((fCnt) =>
    fc.constantFrom(
      ...gateways.map((gateway) => heard(sensor.frame(fCnt, floats(fCnt)), noon, gateway).payload),
      Buffer.from(JSON.stringify({ ...event, fCnt })),
    ),
  );
const spoiledPayload = fc.tuple(rightPayload, fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean()).map(([payload, at, bits, cut]) => {
  const spoiled = Buffer.from(payload);
  const index = at % spoiled.length;
  if (cut) return spoiled.subarray(0, index);
  spoiled[index] = (spoiled[index] ?? 0) ^ bits;
  return spoiled;
});
const payload = fc.oneof(rightPayload, spoiledPayload, fc.uint8Array({ maxLength: 300 }), fc.json().map(Buffer.from));
const message: fc.Arbitrary<Sent> = fc.record({ topic: fc.oneof({ weight: 4, arbitrary: uplinkTopic }, knownTopic, anyTopic), payload });

const altered = (frame: Uint8Array) => frame.map((byte, at) => (at === frame.length - 1 ? byte ^ 1 : byte));

const publish = (client: MqttClient, { topic, payload }: Sent) => client.publishAsync(topic, Buffer.from(payload), { qos: 1 });

test('truth 2: whatever is published on whatever topic ends exactly once, with a reason of its own, and nothing is lost', async () => {
  await using city = await runningCity([sensor], { streams: ['frames', 'events'] });
  const client = await connect(city.mqttUrl);
  let sent = 0;
  const endsOnce = async (messages: readonly Sent[]) => {
    await Promise.all(messages.map((one) => publish(client, one)));
    await city.settled();
    sent += messages.length;
    const ended = (await city.records(topics.endings)).map(({ id }) => id);
    expect(ended).toHaveLength(sent);
    expect(ended).toEqual([...(await messagesById(city)).keys()]);
  };
  await fc.assert(fc.asyncProperty(fc.array(message, { minLength: 20, maxLength: 60 }), endsOnce), { numRuns: 30, endOnFailure: true });
  // What chance may have left out: a frame whose signature is turned by one bit.
  await endsOnce([{ topic: ofGateway('up'), payload: heard(altered(sensor.frame(1, floats(1))), noon, gateways[0]).payload }]);
  await client.endAsync();

  const words = new Set(await endingWords(city));
  expect(words).not.toContain('internal_fault');
  for (const usual of ['forwarded', 'malformed', 'mic_mismatch']) expect(words).toContain(usual);
  const { partitions, totals } = await publishLedger(city, {});
  expect(totals.accepted).toBe(sent);
  expect(partitions).toEqual([{ partition: 0, accepted: sent, ended: sent, lost: 0, waiting: 0 }]);
});
