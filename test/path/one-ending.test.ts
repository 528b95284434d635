import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { loadCatalogue } from '../../packages/codec/catalogue.ts';
import { topics } from '../../packages/model/topics.ts';
import { simulate } from '../../packages/testkit/simulate.ts';
import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import type { TrafficRow } from '../../packages/testkit/traffic-row.ts';
import { publishLedger } from '../../services/publish/publish-ledger.ts';
import { inWords, messagesById, phyPayloadOf } from './read-back.ts';
import { password, TestCity } from './test-city.ts';

const devices = 30;
const seed = 'one ending';
const models = ['decentlab/dl-pm', 'elsys/ers-co2', 'dragino/lht65n'];
const mixed = { losses: 0.1, copies: 0.3, mostHearers: 4, forged: 0.15, flipped: 0.1, replayed: 0.1 };

test('truth 2: of the frames of three models, copies, losses, forged, flipped and replayed ones, every message ends once, the ledger says the same, and nothing is lost', async () => {
  const catalogue = await loadCatalogue(fileURLToPath(new URL('../../firmware-decoders/', import.meta.url)));
  await using city = await TestCity.open({ devices: catalogue.devices() });
  await city.importTables(...Object.values(simulatedCity({ seed, devices, models }).csv()));
  await city.start();
  const rows: TrafficRow[] = [];
  const broker = { url: city.mqttUrl, username: 'vigie', password };
  const signal = AbortSignal.timeout(20_000);
  const summary = await simulate({
    broker,
    devices,
    seed,
    models,
    rate: 2_000,
    count: 600,
    ...mixed,
    record: (row) => rows.push(row),
    signal,
  });
  await city.settled();
  const { frame, copy, forged, flipped, replayed, lost } = summary.rows;
  for (const count of [frame, copy, forged, flipped, replayed, lost]) expect(count).toBeGreaterThan(10);

  const endings = await city.records(topics.endings);
  const messages = await messagesById(city);
  expect(messages.size).toBe(summary.published);
  expect(endings.map(({ id }) => id)).toEqual([...messages.keys()]);
  expect(countsOf(endings.map(inWords))).toEqual({
    forwarded: frame,
    duplicate: copy + replayed,
    mic_mismatch: forged + flipped,
  });

  const { partitions, totals } = await publishLedger(city, {});
  expect(totals).toEqual({
    accepted: summary.published,
    forwarded: frame,
    duplicate: copy + replayed,
    quarantined: { mic_mismatch: forged + flipped },
    released: 0,
    needless: 0,
  });
  expect(partitions).toEqual([{ partition: 0, accepted: summary.published, ended: summary.published, lost: 0, waiting: 0 }]);
  expect(await city.stored()).toHaveLength(summary.values);

  const byId = new Map(endings.map((ending) => [ending.id, ending]));
  for (const ending of endings) {
    if (ending.ending !== 'duplicate') continue;
    const [own, repeated] = [messages.get(ending.id), messages.get(ending.of)].map((message) => message && phyPayloadOf(message));
    expect(repeated).toBe(own);
    expect(byId.get(ending.of)).toMatchObject({ ending: 'forwarded' });
  }
});

function countsOf(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
