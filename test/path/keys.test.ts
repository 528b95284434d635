import { expect, test } from '@jest/globals';
import { topics } from '../../packages/model/topics.ts';
import { destroyDevice } from '../../services/register/destroy-device.ts';
import { RegisterDesk } from '../../services/register/register-desk.ts';
import { rotateKey } from '../../services/register/rotate-key.ts';
import { floats } from './float-device.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { heard, Sensor } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const [first, second] = [new Sensor(1), new Sensor(2)];
const uplink = (sensor: Sensor, fCnt: number) => heard(sensor.frame(fCnt, floats(fCnt)), noon + fCnt);
const partsOf = (city: TestCity) => {
  const { log, register, masterKey, lines } = city;
  const now = () => noon;
  return { log, register, masterKey, lines, now, desk: new RegisterDesk({ log, register, masterKey, lines, now }) };
};

test('the master key is rotated while frames come: each is verified, and what a frame was decrypted with is told by its epoch', async () => {
  await using city = await runningCity([first, second]);
  await send(city, uplink(first, 0));
  const references = city.register.view.devices().map(({ ref }) => ref);
  const rotating = rotateKey(partsOf(city));
  await send(city, ...Array.from({ length: 20 }, (_, n) => uplink(first, n + 1)));
  expect(await rotating).toMatchObject({ epoch: 2, former: 'kept' });
  await send(city, uplink(first, 21), uplink(second, 0));
  expect(new Set(await endingWords(city))).toEqual(new Set(['forwarded']));
  await city.register.catchUp();
  expect(city.register.view.devices().map(({ ref }) => ref)).toEqual(references);
  const epochs = (await city.records(topics.frames)).map(({ keyEpoch }) => keyEpoch);
  expect([epochs[0], epochs.at(-1)]).toEqual([1, 2]);
  // Again: nothing is drawn while the former key is needed, and nothing is left to write.
  expect(await rotateKey(partsOf(city))).toMatchObject({ epoch: 2, written: 0 });
});

// The clock of this city is behind the moment at which its keys were imported.
test('of a device whose keys are destroyed no frame is kept or verified any more; its readings and everybody else stay', async () => {
  await using city = await runningCity([first, second]);
  await send(city, uplink(first, 0), uplink(second, 0));
  const stored = await city.stored();
  const ref = city.register.view.deviceByEui(first.devEui)?.ref ?? '';
  expect((await destroyDevice(partsOf(city), ref)).removed).toBeGreaterThan(0);
  expect((await city.records(topics.frames)).map(({ device }) => device)).not.toContain(ref);
  await send(city, uplink(first, 1), uplink(second, 1));
  expect((await endingWords(city)).slice(2).toSorted()).toEqual(['forwarded', 'unknown_dev_addr']);
  expect((await city.stored()).slice(0, stored.length)).toEqual(stored);
  await expect(destroyDevice(partsOf(city), 'd-nobody')).rejects.toThrow('This device is not known');
});
