import { expect, test } from '@jest/globals';
import type { Log } from '../../packages/log/contract.ts';
import { topics } from '../../packages/model/topics.ts';
import { floats } from './float-device.ts';
import { publishAll } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { gateways, heard, Sensor } from './sensor.ts';

const [sensor, neighbour] = [new Sensor(1), new Sensor(2)];

/** The records of topic `claims`, with their offsets: any write there would show. */
const claimsOf = (log: Log) => log.read(topics.claims, 0, 0, 1_000);

/** The frame with one bit of one byte turned; counted from the end where `at` is negative. */
function turned(frame: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(frame);
  const index = at < 0 ? frame.length + at : at;
  copy[index] = (copy[index] ?? 0) ^ 0x10;
  return copy;
}

test('truth 5: a forged frame moves no counter, wherever it differs from a right one, and leaves no reading', async () => {
  await using city = await runningCity([sensor, neighbour]);
  await send(city, heard(sensor.frame(10, floats(1)), noon), heard(neighbour.frame(500, floats(2)), noon));
  const [before, stored] = [await claimsOf(city.log), await city.stored()];
  expect(before).toHaveLength(2);

  const right = sensor.frame(11, floats(3));
  const forged = [
    ...[-4, -1].map((mic) => turned(right, mic)),
    ...[9, 16].map((payload) => turned(right, payload)),
    // FCtrl, FCnt, FPort.
    ...[5, 6, 7, 8].map((header) => turned(right, header)),
    sensor.frame(11, floats(3), new Sensor(77)),
    sensor.frame(11, floats(3), neighbour),
    sensor.frame(0xffff_ffff, floats(3), new Sensor(78)),
  ];
  await send(city, ...forged.map((frame) => heard(frame, noon)));
  expect((await endingWords(city)).slice(2)).toEqual(forged.map(() => 'mic_mismatch'));
  expect(await claimsOf(city.log)).toEqual(before);
  expect(await city.stored()).toEqual(stored);

  await send(city, heard(right, noon + 1));
  expect((await city.records(topics.readings)).at(-1)).toMatchObject({ value: 3, flags: [] });
});

test('truth 5: of two copies sent side by side exactly one passes, and the other names it', async () => {
  await using city = await runningCity([sensor]);
  const frames = Array.from({ length: 50 }, (_, fCnt) => sensor.frame(fCnt, floats(fCnt)));
  await Promise.all(
    gateways.map((gateway, n) =>
      publishAll(
        city.mqttUrl,
        frames.map((frame, fCnt) => heard(frame, noon + fCnt, gateway)),
        `gateway-${n}`,
      ),
    ),
  );
  await city.settled();
  const endings = await city.records(topics.endings);
  const passed = endings.filter(({ ending }) => ending === 'forwarded').map(({ id }) => id);
  const repeated = endings.flatMap((ending) => (ending.ending === 'duplicate' ? [ending.of] : []));
  expect(endings).toHaveLength(100);
  expect(repeated.toSorted()).toEqual(passed.toSorted());
  expect((await city.stored()).map(({ value }) => value)).toEqual(frames.map((_, fCnt) => fCnt));
  expect((await city.records(topics.deviceEvents)).map(({ kind }) => kind).toSorted()).toEqual([
    ...Array<string>(50).fill('copy'),
    ...Array<string>(50).fill('uplink'),
  ]);
});
