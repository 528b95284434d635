import { expect, test } from '@jest/globals';
import { outgoing } from '../../packages/log/contract.ts';
import { topics } from '../../packages/model/topics.ts';
import { registerKey } from '../../packages/register/register-view.ts';
import { inOne } from '../../packages/series/in-one.ts';
import { floatDevice, floats } from './float-device.ts';
import { noon, runningCity, send } from './running-city.ts';
import { heard, Sensor } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const sensor = new Sensor(1);
const minute = 60_000;
const hour = 60 * minute;
const pm = `${sensor.site}.pm2_5`;
const always = { from: 0, to: Date.UTC(2100, 0, 1) };

const windows = (city: TestCity, length: 'hour' | 'day') => inOne(city.series.windows({ ...always, length, datastreams: [pm] }));

test('truth 9: frames become hours in UTC and days of the city, and every frame that comes makes its own anew', async () => {
  let clock = noon + 20 * minute;
  await using city = await runningCity([sensor], { now: () => clock });
  await send(city, heard(sensor.frame(0, floats(10)), clock));
  clock += 10 * minute;
  await send(city, heard(sensor.frame(1, floats(30)), clock), heard(sensor.frame(1, floats(30)), clock));
  clock += hour;
  await send(city, heard(sensor.frame(2, floats(-5)), clock));

  const common = { datastream: pm, quantity: 'pm2_5', site: sensor.site, interval: minute };
  expect(await windows(city, 'hour')).toMatchObject([
    { ...common, start: noon, end: noon + hour, count: 2, excluded: 0, sum: 40, min: 10, max: 30, coverage: 2 / 60 },
    // Below what is plausible: kept, shown, and left out of the mean (truth 8).
    { ...common, start: noon + hour, count: 0, excluded: 1, sum: null, interval: null, coverage: 0 },
  ]);
  const [day, ...others] = await windows(city, 'day');
  expect(others).toEqual([]);
  expect(day).toMatchObject({
    ...common,
    start: Date.UTC(2026, 10, 23, 23),
    end: Date.UTC(2026, 10, 24, 23),
    count: 2,
    excluded: 1,
    sum: 40,
  });
  expect(day?.coverage).toBeCloseTo(2 / (24 * 60), 12);

  const told = await city.records(topics.windows);
  expect(told.at(-1)).toEqual(day);
  expect(told.filter(({ length }) => length === 'hour').map(({ start, count }) => [start, count])).toEqual([
    [noon, 1],
    [noon, 2],
    [noon + hour, 0],
  ]);
});

test('the interval is that of the device where the register knows one, else that of its model', async () => {
  const devices = [{ ...floatDevice, interval: 600 }];
  await using city = await runningCity([sensor], { devices });
  const device = city.register.view.devices()[0];
  if (!device) throw new Error('The register knows no device.');
  await send(city, heard(sensor.frame(0, floats(10)), noon));
  expect((await windows(city, 'hour')).map(({ interval, coverage }) => [interval, coverage])).toEqual([[10 * minute, 1 / 6]]);
  await city.log.append([outgoing(topics.register, registerKey(device), { ...device, interval: 1_800 }, noon)]);
  await send(city, heard(sensor.frame(1, floats(20)), noon + 1));
  expect((await windows(city, 'hour')).map(({ interval }) => interval)).toEqual([30 * minute]);
});
