import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { outgoing } from '../../packages/log/contract.ts';
import { topics } from '../../packages/model/topics.ts';
import { seededRandom } from '../../packages/testkit/seeded-random.ts';
import { publishLedger } from '../../services/publish/publish-ledger.ts';
import { listWaiting, resend } from '../../services/register/quarantine.ts';
import { askRebuild, rebuildStatus, stopRebuild } from '../../services/register/rebuild.ts';
import { floatDevice, floats } from './float-device.ts';
import { publishAll } from './publish-all.ts';
import { endingWords, inWords } from './read-back.ts';
import { rebuild, rebuilt } from './rebuild-city.ts';
import { noon, runningCity, send } from './running-city.ts';
import { gateways, heard, registerTables, Sensor } from './sensor.ts';
import { TestCity } from './test-city.ts';

const sensors = [1, 2].map((n) => new Sensor(n));
const [first, second] = sensors as [Sensor, Sensor];
const late = new Sensor(3, { resetTolerant: true });
const uplink = (sensor: Sensor, fCnt: number, value = fCnt) =>
  heard(sensor.frame(fCnt, floats(value)), noon - 100 + fCnt, gateways[fCnt % 2]);

async function waitingIds(city: TestCity): Promise<string[]> {
  return (await city.records(topics.quarantine)).flatMap((one) => (one.what === 'message' ? [one.id] : []));
}

/** One of every ending, the register changed in between, messages sent again, a device that starts again at 0. */
async function traffic(city: TestCity): Promise<void> {
  await send(city, ...[0, 1, 2, 100, 40, 2].map((fCnt) => uplink(first, fCnt)), uplink(first, 2, 77), uplink(late, 0));
  await city.importTables(...registerTables([late]));
  const [behind = '', reused = '', unknown = ''] = await waitingIds(city);
  for (const id of [behind, reused, unknown, unknown]) await resend(city.log, id, noon + 1);
  await send(city, ...[1, 2, 3].map((fCnt) => uplink(late, fCnt)), uplink(late, 0, 99), uplink(late, 1, 98));
  await city.importTables(...registerTables([new Sensor(2, { disabled: true })]));
  await send(city, uplink(second, 1), { topic: 'nobody/knows/this', payload: Buffer.from('?') });
  await city.importTables(...registerTables([second]));
  await send(city, uplink(second, 2), heard(second.frame(50, floats(1), first), noon));
}

const nothingElse = { missing: 0, other: 0 };

test('truth 3: rebuilt from the checkpoint through every message, with the register as it was, the generation equals the living one', async () => {
  await using city = await runningCity(sensors, { batch: 7 });
  await traffic(city);
  const before = await Promise.all(
    [topics.endings, topics.readings, topics.quarantine, topics.claims, topics.resends].map((one) => city.records<unknown>(one)),
  );
  const status = await rebuild(city);
  const endings = await city.records(topics.endings);
  expect(status).toMatchObject({ state: 'swapped', examples: [], replayed: endings.length, of: endings.length });
  expect(status.compared).toEqual({
    endings: { equal: endings.length, ...nothingElse },
    quarantine: { equal: endings.filter(({ ending }) => ending === 'quarantined').length, ...nothingElse },
    readings: { equal: (await city.records(topics.readings)).length, ...nothingElse },
    state: { equal: (await city.records(topics.claims)).length + (await city.records(topics.resends)).length, ...nothingElse },
  });
  expect(new Set(endings.map(inWords)).size).toBe(7);
  const after = await Promise.all(
    [topics.endings, topics.readings, topics.quarantine, topics.claims, topics.resends].map((one) => city.records<unknown>(one)),
  );
  expect(after).toEqual(before);
  expect(await city.records<unknown>(topics.generationClaims)).toEqual([]);
});

/** What a kill at this very moment would leave: nothing else of this process runs while the files are copied. */
function imageOf(city: TestCity): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-city-'));
  cpSync(city.folder, folder, { recursive: true });
  return folder;
}

/** The counters of the first session as if everything up to 5 000 had been seen, written by hand while nothing runs. */
async function damage(city: TestCity): Promise<void> {
  const [session] = city.register.view.sessionsByDevAddr(first.devAddr);
  const state = { instance: 0, seen: [[0, 5_000]] as [number, number][], forgotten: 0, recent: [] };
  await city.log.append([outgoing(topics.claims, session?.id ?? '', state, noon, 0), outgoing(topics.claims, 'of-nobody', state, noon, 0)]);
}

test('truths 2, 3 and 6: a damaged state is found; accepted, its swap mends counters, endings, store and quarantine, and truth 2 holds', async () => {
  const before = await runningCity(sensors);
  await send(before, ...[0, 1, 2].map((fCnt) => uplink(first, fCnt)), uplink(second, 0));
  await before.stop();
  const hands = await TestCity.open({ devices: [], folder: before.folder });
  await damage(hands);
  await hands.stop();

  await using city = await runningCity([], { folder: before.folder });
  await send(city, ...[3, 4, 5].map((fCnt) => uplink(first, fCnt)), uplink(second, 1));
  expect((await endingWords(city)).slice(4)).toEqual(['f_cnt_behind', 'f_cnt_behind', 'f_cnt_behind', 'forwarded']);
  // A person could not help it, and one of the messages was sent again.
  const [refused = ''] = await waitingIds(city);
  await resend(city.log, refused, noon + 1);
  await city.settled();
  const ledger = await publishLedger(city, {});

  const found = await rebuild(city);
  expect(found).toMatchObject({ state: 'different', compared: { endings: { equal: 5, missing: 0, other: 4 } } });
  expect(found.examples[0]).toEqual({
    kind: 'endings',
    message: refused,
    was: 'quarantined: f_cnt_behind',
    is: 'forwarded to readings, 1 readings',
  });
  expect(await publishLedger(city, {})).toEqual(ledger);
  expect((await listWaiting(city.log, { limit: 100 })).length).toBe(3);

  await askRebuild(city.log, { accept: 'true' }, noon);
  const images: string[] = [];
  while ((await city.records(topics.generations))[0]?.state !== 'swapped') {
    await city.log.changed([topics.generations], AbortSignal.timeout(100));
    images.push(imageOf(city));
  }
  expect(await rebuilt(city)).toMatchObject({ state: 'swapped', compared: found.compared });
  await isMended(city);
  // Killed before the swap, and between it and what it sends on.
  for (const folder of images.slice(-3)) {
    await using again = await runningCity([], { folder });
    await rebuilt(again);
    await isMended(again);
  }

  await send(city, uplink(first, 6), uplink(first, 5));
  expect((await endingWords(city)).slice(-2)).toEqual(['forwarded', 'duplicate']);
  const again = await rebuild(city);
  expect(again).toMatchObject({ state: 'swapped', examples: [], compared: { endings: { equal: 11, missing: 0, other: 0 } } });
});

async function isMended(city: TestCity): Promise<void> {
  await city.settled();
  expect((await city.stored()).filter(({ site }) => site === first.site).map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(await listWaiting(city.log, { limit: 100 })).toEqual([]);
  const { totals, partitions } = await publishLedger(city, {});
  expect(totals).toMatchObject({ accepted: 8, forwarded: 8, duplicate: 0, quarantined: {}, needless: 1 });
  expect(partitions).toEqual([{ partition: 0, accepted: 8, ended: 8, lost: 0, waiting: 0 }]);
}

test('truth 3: a reading that is gone from the series is found missing and, when accepted, stored again; an altered one is told', async () => {
  await using city = await runningCity(sensors);
  await send(city, ...[0, 1, 2].map((fCnt) => uplink(first, fCnt)), uplink(second, 0));
  const stored = await city.stored();
  await city.series.erase([stored.find(({ site }) => site === second.site)?.datastream ?? '']);
  expect(await rebuild(city)).toMatchObject({ state: 'different', compared: { readings: { equal: 3, missing: 1, other: 0 } } });
  expect(await city.stored()).toHaveLength(3);
  expect(await rebuild(city, { accept: 'true' })).toMatchObject({ state: 'swapped' });
  await city.settled();
  expect(await city.stored()).toEqual(stored);
  expect(await rebuild(city)).toMatchObject({ state: 'swapped', compared: { readings: { equal: 4, missing: 0, other: 0 } } });

  // What stands by the same right is not overwritten (truth 8).
  const hands = new Database(join(city.folder, 'series.open.db'));
  hands.prepare('UPDATE reading SET value = 99 WHERE value = 2').run();
  hands.close();
  const altered = await rebuild(city, { accept: 'true' });
  expect(altered).toMatchObject({ state: 'swapped', compared: { readings: { equal: 3, missing: 0, other: 1 } } });
  expect(altered.examples).toEqual([
    {
      kind: 'readings',
      message: stored.find(({ value }) => value === 2)?.message,
      was: 'another value',
      is: expect.stringMatching(/^a reading of /),
    },
  ]);
  expect((await city.stored()).map(({ value }) => value)).toContain(99);
});

test('truth 3: partitions are rebuilt each by itself, and what all have found is told together', async () => {
  const many = [1, 2, 4, 5, 6, 7].map((n) => new Sensor(n));
  await using city = await runningCity(many, { spread: true });
  await send(city, ...many.flatMap((one) => [0, 1, 1].map((fCnt) => uplink(one, fCnt))));
  const status = await rebuild(city);
  expect(status).toMatchObject({ state: 'swapped', examples: [], replayed: 18, of: 18 });
  expect(status.compared).toMatchObject({
    endings: { equal: 18, ...nothingElse },
    readings: { equal: 12, ...nothingElse },
    state: { equal: 6 },
  });
  expect(status.partitions).toHaveLength(8);
  expect(status.partitions.filter(({ of }) => of > 0).length).toBeGreaterThan(1);
});

test('truth 7: while messages keep coming, a rebuild comes to its end beside them, and every one of them passes', async () => {
  await using city = await runningCity(sensors, { batch: 50 });
  await send(city, ...Array.from({ length: 300 }, (_, fCnt) => uplink(first, fCnt)));
  let sent = 0;
  let isOver = false;
  const goOn = async () => {
    while (!isOver) await publishAll(city.mqttUrl, [uplink(second, sent++), uplink(second, sent++)]);
  };
  const going = goOn();
  const status = await rebuild(city);
  isOver = true;
  await going;
  await city.settled();
  expect(status).toMatchObject({ state: 'swapped', examples: [] });
  expect(status.replayed).toBeGreaterThanOrEqual(300);
  expect(new Set(await endingWords(city))).toEqual(new Set(['forwarded']));
  expect(await city.stored()).toHaveLength(300 + sent);
});

test('truths 3 and 4: killed at any point of a rebuild, it goes on from its last piece, and ends as if nothing had happened', async () => {
  await using city = await runningCity(sensors, { batch: 50 });
  await send(city, ...Array.from({ length: 450 }, (_, n) => uplink(n % 3 === 0 ? second : first, n - (n % 7))));
  await askRebuild(city.log, {}, noon);
  const images: string[] = [imageOf(city)];
  while ((await rebuildStatus(city.log)).state === 'running') {
    await city.log.changed([topics.generations], AbortSignal.timeout(100));
    images.push(imageOf(city));
  }
  const living = { ...(await rebuilt(city)), partitions: [] };
  expect(living).toMatchObject({ state: 'swapped', replayed: 450, compared: { endings: { equal: 450 } } });
  expect(images.length).toBeGreaterThan(4);
  const claims = await city.records(topics.claims);

  // The first, and some at random.
  const random = seededRandom('killed rebuilds');
  const chosen = [0, ...Array.from({ length: 3 }, () => 1 + Math.floor(random.next() * (images.length - 1)))];
  for (const n of new Set(chosen)) {
    await using begun = await TestCity.open({ devices: [floatDevice], folder: images[n] ?? '' });
    expect(await begun.records(topics.claims)).toEqual(claims);
    const [before] = await begun.records(topics.generations);
    const begins = await begun.records(topics.checkpoints);
    await begun.start();
    expect({ ...(await rebuilt(begun)), partitions: [] }).toEqual(living);
    expect((await begun.records(topics.generations))[0]).toMatchObject({ number: 1, from: before?.from ?? 0 });
    expect(await begun.records(topics.checkpoints)).toEqual(begins);
    expect(await begun.records(topics.claims)).toEqual(claims);
  }
  for (const folder of images) rmSync(folder, { recursive: true, force: true });
});

test('a rebuild that is stopped leaves everything as it was, and nothing of itself; a second one waits its turn', async () => {
  await using city = await runningCity(sensors, { batch: 50 });
  await send(city, ...Array.from({ length: 250 }, (_, fCnt) => uplink(first, fCnt)));
  const asked = askRebuild(city.log, {}, noon);
  await city.log.changed([topics.generationClaims, topics.generations], AbortSignal.timeout(5_000));
  await asked;
  await expect(askRebuild(city.log, {}, noon)).rejects.toMatchObject({ status: 409 });
  await stopRebuild(city.log);
  expect(await rebuilt(city)).toMatchObject({ state: 'stopped' });
  expect(await city.records(topics.generationClaims)).toEqual([]);
  expect((await city.records(topics.claims)).map(({ seen }) => seen)).toEqual([[[0, 249]]]);
  await expect(stopRebuild(city.log)).rejects.toMatchObject({ status: 409 });
  expect(await rebuild(city)).toMatchObject({ state: 'swapped', number: 2, replayed: 250 });
});

test('truth 3: a checkpoint opens each UTC day by received time; a rebuild begins at the oldest that is whole, or as late as it is told', async () => {
  const day = 24 * 3_600_000;
  let clock = noon;
  await using city = await runningCity(sensors, { now: () => clock });
  for (let n = 0; n < 4; n++, clock += day) await send(city, uplink(first, 2 * n), uplink(first, 2 * n + 1));
  const heads = (await city.records(topics.checkpoints)).filter(({ what }) => what === 'checkpoint');
  expect(heads).toMatchObject([0, 1, 2, 3].map((n) => ({ message: 2 * n, time: noon + n * day, records: Math.min(n, 1) })));

  const replayed = async (from?: number) => {
    const { state, replayed, partitions } = await rebuild(city, from === undefined ? {} : { from });
    return [state, replayed, partitions[0]?.detail];
  };
  expect(await replayed()).toEqual(['swapped', 8, null]);
  expect(await replayed(noon + 2 * day + 1)).toEqual(['swapped', 4, null]);
  expect(await replayed(noon - 1)).toEqual([
    'failed',
    0,
    expect.stringMatching(/No whole checkpoint is as old as that; the oldest .* 2026-11-24T12/),
  ]);
  // Three days later the messages of the first day are gone.
  await city.log.sweep(noon + 3 * day + 1);
  expect(await replayed()).toEqual(['swapped', 6, null]);
  expect(await replayed(noon)).toEqual(['failed', 0, expect.stringMatching(/oldest .* is of 2026-11-25T12/)]);
});

test('truth 3: whatever comes, in whatever order, and whatever is changed and sent again in between, a rebuild equals what lives', async () => {
  await using city = await runningCity(sensors, { batch: 5 });
  const op = fc.oneof(
    fc.record({ op: fc.constant('uplink' as const), who: fc.constantFrom(first, second, late), fCnt: fc.nat(90), value: fc.nat(1) }),
    fc.record({ op: fc.constant('forged' as const), fCnt: fc.nat(90) }),
    fc.record({ op: fc.constant('resend' as const), n: fc.nat(30) }),
    fc.record({ op: fc.constant('change' as const), disabled: fc.boolean(), resetTolerant: fc.boolean() }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(op, { minLength: 3, maxLength: 12 }), async (ops) => {
      for (const one of ops) {
        if (one.op === 'uplink') await send(city, uplink(one.who, one.fCnt, one.value));
        if (one.op === 'forged') await send(city, heard(first.frame(one.fCnt, floats(1), second), noon));
        if (one.op === 'change') await city.importTables(...registerTables([new Sensor(3, one)]));
        const waits = one.op === 'resend' ? (await listWaiting(city.log, { limit: 100 }))[one.n] : undefined;
        if (waits) await resend(city.log, waits.id, noon + 1);
      }
      await city.settled();
      expect(await rebuild(city)).toMatchObject({ state: 'swapped', examples: [], replayed: (await city.records(topics.endings)).length });
    }),
    { numRuns: 4, endOnFailure: true },
  );
});
