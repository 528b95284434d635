import { expect, test } from '@jest/globals';
import { topics } from '../../packages/model/topics.ts';
import { gatewayEvent } from '../../packages/testkit/gateway-event.ts';
import { type SeededRandom, seededRandom } from '../../packages/testkit/seeded-random.ts';
import { floats } from './float-device.ts';
import { acceptOf, frameIn, JoiningDevice, joiningTables, requestOf } from './joining-device.ts';
import type { Sent } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { gateways, registerTables, Sensor } from './sensor.ts';

const frames = 30;
const interval = 10_000;
/** Messages reach us minutes after they were on the air. */
const delay = 5 * 60_000;
const sensors = [1, 2].map((n) => new Sensor(n));
const joining = new JoiningDevice(1);
const join = joining.join(1);

interface OnAir {
  readonly time: number;
  readonly message: Sent;
}

/** What the gateways heard of three devices: 5 % lost, 20 % heard twice. The same each time. */
function traffic(): OnAir[] {
  const random = seededRandom('any order');
  return Array.from({ length: frames }, (_, fCnt) => fCnt).flatMap((fCnt) =>
    [...sensors.map((sensor) => sensor.frame(fCnt, floats(fCnt + 0.5))), frameIn(join, fCnt, floats(fCnt + 0.5))].flatMap(
      (phyPayload, n) => {
        const time = noon + fCnt * interval + n;
        const copies = random.next() < 0.05 ? 0 : random.next() < 0.2 ? 2 : 1;
        return gateways.slice(0, copies).map((gateway) => ({ time, message: heardByGps(phyPayload, time, gateway) }));
      },
    ),
  );
}

function heardByGps(phyPayload: Uint8Array, time: number, gateway: (typeof gateways)[0]): Sent {
  const radio = { uplinkId: 7, rssi: -90, snr: 8.5, channel: 3, frequency: 867_100_000, spreadingFactor: 7 };
  return gatewayEvent(gateway, { phyPayload, gatewayTime: time, gpsTime: time, ...radio });
}

/** Each message may come up to 10 s late. */
function shuffled(onAir: readonly OnAir[], random: SeededRandom): Sent[] {
  return onAir
    .map(({ time, message }) => ({ at: time + random.next() * interval, message }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ message }) => message);
}

/** What the city makes of the messages in this order. */
async function outcomeOf(messages: readonly Sent[]) {
  await using city = await runningCity([], { now: () => noon + frames * interval + delay });
  await city.importTables(...registerTables(sensors), ...joiningTables([joining]));
  await send(city, requestOf(join, noon), acceptOf(join));
  await send(city, ...messages);
  const [readings, endings, windows] = [await city.stored(), await endingWords(city), await city.records(topics.windows)];
  return {
    refused: endings.filter((word) => word !== 'forwarded' && word !== 'duplicate'),
    // How a frame came, and which of its copies was the first, is told beside it.
    readings: readings.map(({ datastream, phenomenonTime, value, evidence }) => ({ datastream, phenomenonTime, value, evidence })),
    windows: new Map(windows.map((window) => [`${window.datastream}/${window.length}/${window.start}`, window.digest])),
  };
}

test('messages that come minutes late, with losses and copies, are stored the same in every order, and none is refused', async () => {
  const onAir = traffic();
  const inOrder = await outcomeOf(onAir.map(({ message }) => message));
  expect(inOrder.refused).toEqual([]);
  expect(inOrder.readings.length).toBeGreaterThan(0.9 * 3 * frames);
  for (const seed of [1, 2]) expect(await outcomeOf(shuffled(onAir, seededRandom(`order ${seed}`)))).toEqual(inOrder);
});
