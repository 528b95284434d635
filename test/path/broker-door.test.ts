import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import mqtt from 'mqtt';
import { topics } from '../../packages/model/topics.ts';
import { floats } from './float-device.ts';
import { connect, publishAll } from './publish-all.ts';
import { noon, runningCity } from './running-city.ts';
import { heard, Sensor } from './sensor.ts';
import { password } from './test-city.ts';

const sensor = new Sensor(1);
const uplink = heard(sensor.frame(0, floats(1)), noon);

test.each([
  ['another password', { username: 'vigie', password: `${password}x` }],
  ['a password that is only its beginning', { username: 'vigie', password: password.slice(0, -1) }],
  ['no password', { username: 'vigie' }],
  ['another user', { username: 'admin', password }],
  ['nobody at all', {}],
])('%s: the broker refuses the connection with "bad user name or password", and says so in a log line', async (_who, credentials) => {
  await using city = await runningCity([]);
  const refused = mqtt.connectAsync(city.mqttUrl, { protocolVersion: 4, reconnectPeriod: 0, clientId: 'stranger', ...credentials });
  const said = once(city.caught, 'ingest.client.refused');
  await expect(refused).rejects.toMatchObject({ code: 4 });
  expect((await said)[0]).toMatchObject({ detail: 'wrong user name or password' });
  expect(await city.records(topics.messages)).toEqual([]);
});

test('what one client publishes reaches no other: every subscription is refused, and nothing is delivered', async () => {
  await using city = await runningCity([sensor]);
  const listener = await connect(city.mqttUrl, 'listener');
  const delivered: string[] = [];
  listener.on('message', (topic) => delivered.push(topic));
  for (const filter of ['#', '+/gateway/+/event/up', uplink.topic, '$SYS/#', '$share/all/#']) {
    const granted = new Promise((resolve) => listener.once('packetreceive', resolve));
    await expect(listener.subscribeAsync(filter, { qos: 1 })).rejects.toThrow('Unspecified error');
    expect(await granted).toMatchObject({ cmd: 'suback', granted: [128] });
  }
  await publishAll(city.mqttUrl, [uplink], 'speaker');
  // The broker answers a client in order: what it had for the listener would come before this PUBACK.
  await listener.publishAsync(uplink.topic, Buffer.from(uplink.payload), { qos: 1 });
  expect(delivered).toEqual([]);
  await listener.endAsync();
});
