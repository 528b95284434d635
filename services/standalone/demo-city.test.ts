import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { loadCatalogue } from '../../packages/codec/catalogue.ts';
import { type Log, outgoing } from '../../packages/log/contract.ts';
import { openLog } from '../../packages/log/open.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import type { ClaimState } from '../../packages/model/claim-state.ts';
import type { Message } from '../../packages/model/message.ts';
import { topics } from '../../packages/model/topics.ts';
import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import { Traffic } from '../../packages/testkit/traffic.ts';
import { demoCity, demoTraffic, nextFCnt } from './demo-city.ts';

let folder: string;
let log: Log;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-demo-'));
  log = await openLog({ engine: 'sqlite', folder, partitions: 2 });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const claimed = (session: string, highest: number, partition: number) => {
  const state: ClaimState = { instance: 0, seen: [[0, highest]], forgotten: 0, recent: [] };
  return outgoing(topics.claims, session, state, 0, partition);
};

test('the demo’s counters begin at 1 000, and go on above every counter that was claimed', async () => {
  expect(await nextFCnt(log)).toBe(1_000);
  await log.append([claimed('a', 41, 0), claimed('b', 70_000, 1), claimed('c', 5, 1)]);
  expect(await nextFCnt(log)).toBe(70_001);
});

test('and above those that messages not decoded yet may claim: after a crash, some are left', async () => {
  const message: Message = { source: 's', format: 'f', stream: 'frames', topic: 't', payload: '', retained: false, receivedTime: 0 };
  await log.append([claimed('a', 1_009, 0), ...[0, 1, 1].map((partition) => outgoing(topics.messages, 'k', message, 0, partition))]);
  expect(await nextFCnt(log)).toBe(1_013);
});

const city = simulatedCity(demoCity);
const named = { forged: 0, flipped: 0, replayed: 0, gps: false };
const start = Date.UTC(2026, 2, 3, 9);

test('20 devices of three vendors, at places of their own, each with an interval of 10 to 30 s that the register has too', async () => {
  const catalogue = await loadCatalogue(new URL('../../firmware-decoders', import.meta.url).pathname);
  expect(city.devices.map(({ model }) => catalogue.device(model)?.model)).toEqual(city.devices.map(({ model }) => model));
  expect(new Set(city.devices.map(({ model }) => model.split('/')[0])).size).toBe(3);
  expect(new Set(city.devices.map(({ site }) => site.id)).size).toBe(20);
  expect(city.devices.every(({ interval = 0 }) => interval >= 10 && interval <= 30)).toBe(true);
  expect(
    city
      .csv()
      .devices.trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[4])),
  ).toEqual(city.devices.map(({ interval }) => interval));
});

test('the first report of every device is heard, and by chance more than one gateway hears it; several do', () => {
  const traffic = new Traffic(city, { ...named, ...demoTraffic }, createNodeAes());
  const opening = city.devices.map((_, index) => traffic.turnOf(index, start + 400 * index));
  expect(opening.map(([first]) => first?.row.kind)).toEqual(city.devices.map(() => 'frame'));
  expect(new Set(opening.map(({ length }) => length))).toEqual(new Set([1, 2, 3, 4]));
});

test('one sensor has a weak battery, below what its maker calls low, and one falls silent within the first half minute', async () => {
  const catalogue = await loadCatalogue(new URL('../../firmware-decoders', import.meta.url).pathname);
  const traffic = new Traffic(city, { ...named, ...demoTraffic, losses: 0 }, createNodeAes());
  const low = city.devices.filter(({ model }, index) => {
    const battery = traffic.turnOf(index, start)[0]?.row.values?.['battery_voltage'] ?? 0;
    return battery < (catalogue.device(model)?.lowBattery ?? 0);
  });
  expect(low.map(({ ailment }) => ailment)).toEqual(['weak_battery']);
  expect(city.devices.filter(({ ailment }) => ailment === 'falls_silent')).toMatchObject([{ interval: 10, model: 'decentlab/dl-pm' }]);
});
