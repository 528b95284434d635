import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { loadCatalogue } from '../../packages/codec/catalogue.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import { type Planned, Traffic } from '../../packages/testkit/traffic.ts';
import type { AttackKind } from '../../packages/testkit/traffic-row.ts';
import { demoCity, demoTraffic } from '../../services/standalone/demo-city.ts';
import { endingWords } from './read-back.ts';
import { noon, send } from './running-city.ts';
import { TestCity } from './test-city.ts';

const ends: Record<AttackKind, string> = {
  forged: 'mic_mismatch',
  flipped: 'mic_mismatch',
  replayed: 'duplicate',
  outdated: 'f_cnt_behind',
};

test('truth 5: in the demo city each kind of attack ends as it must, leaves no reading, and takes nothing from the frames that follow', async () => {
  const catalogue = await loadCatalogue(fileURLToPath(new URL('../../firmware-decoders/', import.meta.url)));
  const simulated = simulatedCity(demoCity);
  await using city = await TestCity.open({ devices: catalogue.devices(), now: () => noon });
  await city.importTables(...Object.values(simulated.csv()));
  await city.start();
  const shares = { forged: 0, flipped: 0, replayed: 0, gps: false };
  const traffic = new Traffic(simulated, { ...demoTraffic, ...shares, losses: 0, firstFCnt: () => 1_000 }, createNodeAes());
  const round = (n: number) => simulated.devices.flatMap((_, index) => traffic.turnOf(index, noon + 20 * n + index));
  const published = async (planned: readonly Planned[]) => {
    await send(city, ...planned.map(({ row, payload }) => ({ topic: row.topic, payload })));
    for (const one of planned) traffic.acknowledged(one);
    return (await endingWords(city)).slice(-planned.length);
  };
  const expected = (planned: readonly Planned[]) => planned.map(({ row }) => (row.kind === 'frame' ? 'forwarded' : 'duplicate'));
  const valuesOf = (planned: readonly Planned[]) =>
    planned.filter(({ row }) => row.kind === 'frame').reduce((sum, { row }) => sum + Object.keys(row.values ?? {}).length, 0);

  const first = round(0);
  expect(await published(first)).toEqual(expected(first));
  const attacks = Array.from({ length: 24 }, (_, n) => traffic.attack(noon + 1_000 + n)).flat();
  expect(await published(attacks)).toEqual(Array.from({ length: 6 }, () => Object.values(ends)).flat());
  expect(await city.stored()).toHaveLength(valuesOf(first));

  const second = round(100);
  expect(await published(second)).toEqual(expected(second));
  expect(await city.stored()).toHaveLength(valuesOf(first) + valuesOf(second));
});
