import { expect, test } from '@jest/globals';
import { ChirpStack } from '../../packages/inventory/chirpstack/chirpstack.ts';
import { ChirpStackStandIn } from '../../packages/inventory/suite/chirpstack-stand-in.ts';
import { activation10, exampleFleet } from '../../packages/inventory/suite/example-fleet.ts';
import { topics } from '../../packages/model/topics.ts';
import { askSessions } from '../../services/register/inventory/ask-sessions.ts';
import { RegisterDesk } from '../../services/register/register-desk.ts';
import { floats } from './float-device.ts';
import { publishAll } from './publish-all.ts';
import { noon, runningCity, send } from './running-city.ts';
import { heard, registerTables, Sensor } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const sensor = new Sensor(1);
/** The same device after its next join. */
const joinedAgain = new Sensor(2);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const activationOf = (one: Sensor) => activation10(one.devAddr, hex(one.nwkSKey), hex(one.appSKey));

/** As ChirpStack tells a join: with the first uplink after it. */
const joinEvent = {
  topic: `application/1/device/${sensor.devEui}/event/join`,
  payload: Buffer.from(JSON.stringify({ deviceInfo: { devEui: sensor.devEui }, devAddr: joinedAgain.devAddr })),
};

async function sessionOf(city: TestCity, { devAddr }: Sensor): Promise<void> {
  const closing = new AbortController();
  while (true) {
    const changed = city.log.changed([topics.sessions], closing.signal);
    await city.register.catchUp();
    if (city.register.view.sessionsByDevAddr(devAddr).length > 0) break;
    await changed;
  }
  closing.abort();
}

async function readings(city: TestCity, count: number) {
  while ((await city.stored()).length < count) await city.log.changed([topics.readings, topics.touched], AbortSignal.timeout(100));
  return city.stored();
}

test('a ChirpStack joined in mid-life: its next frame is verified by us, and so is the first one after the next join, although it came before its session', async () => {
  const fleet = exampleFleet();
  const [profile] = fleet.profiles;
  fleet.devices.push({ devEui: sensor.devEui, profile: profile?.id ?? '', application: '', name: '', activation: activationOf(sensor) });
  await using server = await ChirpStackStandIn.start(fleet);
  const client = new ChirpStack({ url: server.url, token: async () => server.token });
  await using city = await runningCity([], { streams: ['frames', 'events'] });
  await city.importTables(...registerTables([sensor]).filter((table) => !table.includes('nwk_s_key')));
  const stopping = new AbortController();
  const now = () => noon;
  const asked = { ...city, server: client, atOnce: 2, now, desk: new RegisterDesk({ ...city, now }) };
  const asking = askSessions(asked, stopping.signal);
  try {
    await sessionOf(city, sensor);
    await send(city, heard(sensor.frame(70_000, floats(1.5)), noon));
    expect(await city.stored()).toMatchObject([{ value: 1.5, evidence: 'own_mic' }]);

    server.activate(sensor.devEui, activationOf(joinedAgain));
    await publishAll(city.mqttUrl, [heard(joinedAgain.frame(0, floats(2.5)), noon + 1_000), joinEvent]);
    expect((await readings(city, 2)).map(({ value, evidence }) => [value, evidence])).toEqual([
      [1.5, 'own_mic'],
      [2.5, 'own_mic'],
    ]);
  } finally {
    stopping.abort();
    await asking;
    client.close();
  }
});
