import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { outgoing } from '../../packages/log/contract.ts';
import { partitionOf } from '../../packages/log/partition.ts';
import { decode } from '../../packages/model/contents.ts';
import { evidences } from '../../packages/model/evidence.ts';
import type { Reading, ReadingFlag } from '../../packages/model/reading.ts';
import { topics } from '../../packages/model/topics.ts';
import { aReading, hour, minute, noon } from './fixtures/a-reading.ts';
import { OpenStore } from './fixtures/open-store.ts';
import { windowsByHand } from './fixtures/windows-by-hand.ts';

const intervals: Record<string, number | null> = { 'd-1': 10 * minute, 'd-2': 60 * minute, 'd-3': null };
const intervalOf = ({ device }: Pick<Reading, 'device'>) => intervals[device] ?? null;
const lengths = ['hour', 'day'] as const;

/** Nights in which clocks change, borders of days that are on no hour, and an ordinary day. */
const places = [
  ['Europe/Paris', Date.UTC(2026, 2, 28, 18)],
  ['Europe/Paris', Date.UTC(2026, 9, 24, 20)],
  ['Pacific/Marquesas', Date.UTC(2026, 10, 24, 6)],
  ['Asia/Kolkata', Date.UTC(2026, 10, 24, 14)],
] as const;

const reading = fc.record({
  stream: fc.nat(2),
  at: fc.nat(36 * 60),
  codec: fc.nat(1),
  frame: fc.nat(2),
  evidence: fc.constantFrom(...evidences),
  device: fc.constantFrom('d-1', 'd-2', 'd-3'),
  flags: fc.oneof(
    { weight: 6, arbitrary: fc.constant<ReadingFlag[]>([]) },
    { weight: 1, arbitrary: fc.constant<ReadingFlag[]>(['out_of_range']) },
  ),
});

/** Readings, an order in which each comes at least once and some again, in deliveries; the place, and how the stages are set and restarted. */
const arrivals = fc.array(reading, { minLength: 1, maxLength: 30 }).chain((drawn) => {
  const every = drawn.map((_, index) => index);
  const again = fc.array(fc.nat(drawn.length - 1), { maxLength: 10 });
  return fc.record({
    drawn: fc.constant(drawn),
    order: again.chain((more) => fc.shuffledSubarray([...every, ...more], { minLength: every.length + more.length })),
    deliveries: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
    place: fc.constantFrom(...places),
    batch: fc.constantFrom(1, 3, 1_000),
    restarts: fc.boolean(),
  });
});

type Drawn = typeof reading extends fc.Arbitrary<infer T> ? T : never;

/** The content follows from identity, evidence and frame, as it does for real frames; the minutes of a reading are its own, so that every order is one. */
function asReading({ stream, at, codec, frame, ...own }: Drawn, from: number): Reading {
  const value = stream + at / 4 + codec * 100 + frame * 1000;
  const phenomenonTime = from + at * minute;
  return aReading({ ...own, datastream: `square.${stream}`, phenomenonTime, codecVersion: `codec@${codec}`, frame: `${frame}`, value });
}

test('truth 9: any order, doubling, delay and batching of readings gives the windows that adding up by hand gives', async () => {
  await fc.assert(
    fc.asyncProperty(arrivals, async ({ drawn, order, deliveries, place: [timeZone, from], batch, restarts }) => {
      await using store = await OpenStore.open({ timeZone, batch, intervalOf, partitions: 2 });
      store.start();
      for (let begin = 0, round = 0; begin < order.length; round += 1) {
        const size = deliveries[round % deliveries.length] ?? 1;
        const some = order.slice(begin, begin + size).flatMap((index) => drawn[index] ?? []);
        await store.arrive(some.map((one) => asReading(one, from)));
        if (restarts) await store.stop().then(() => store.start());
        else if (round % 2 === 0) await store.settled();
        begin += size;
      }
      await store.settled();
      const expected = windowsByHand(await store.readings(), timeZone, intervalOf);
      for (const length of lengths) {
        expect(await store.windows(length)).toEqual(expected[length]);
        expect(await store.toldWindows(length)).toEqual(expected[length]);
      }
    }),
    { numRuns: 25 },
  );
});

test('truth 9: same set, same window, whatever came on the way to it', async () => {
  const loser = aReading({ evidence: 'token', value: 1 });
  const winner = aReading({ evidence: 'own_mic', value: 2 });
  const windows: unknown[] = [];
  for (const order of [[loser, winner], [winner, loser], [winner]]) {
    await using store = await OpenStore.open();
    store.start();
    for (const one of order) await store.arrive([one]).then(() => store.settled());
    windows.push([await store.windows('hour'), await store.windows('day')]);
  }
  expect(windows[1]).toEqual(windows[0]);
  expect(windows[2]).toEqual(windows[0]);
});

test('truth 9: a reading that comes days late makes its own hour and day anew, and no other', async () => {
  await using store = await OpenStore.open();
  store.start();
  await store.arrive([0, 1, 25, 49].map((hours) => aReading({ phenomenonTime: noon + hours * hour })));
  await store.settled();
  const before = (await store.records(topics.windows)).length;
  await store.arrive([aReading({ phenomenonTime: noon + hour + minute, receivedTime: noon + 60 * hour })]);
  await store.settled();
  const made = (await store.records(topics.windows)).slice(before);
  expect(made.map(({ length, start, count }) => [length, start, count])).toEqual([
    ['hour', noon + hour, 2],
    ['day', Date.UTC(2026, 10, 23, 23), 3],
  ]);
});

test('what the series refuses touches nothing', async () => {
  await using store = await OpenStore.open();
  store.start();
  await store.arrive([aReading({ phenomenonTime: Date.UTC(2101, 0, 1) })]);
  await store.settled();
  expect(await store.records(topics.touched)).toEqual([]);
  expect(await store.records(topics.quarantine)).toHaveLength(1);
});

/** Another program's write transaction on the log: from now on no commit goes through. */
function lockLog({ folder }: OpenStore): () => void {
  const other = new Database(join(folder, 'log.db'));
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}

test('truth 4: ended between the series and the commit, windows are made and told again, the same', async () => {
  await using store = await OpenStore.open();
  let release: (() => void) | undefined;
  const lockingOnce = () => {
    // Asked while a reading is summed up: after its mark was read, before its windows are written.
    release ??= lockLog(store);
    return 600_000;
  };
  store.start({ intervalOf: lockingOnce });
  await store.arrive([aReading()]);
  while ((await store.windows('day')).length === 0) await turn();
  await store.stop();
  const [hours, days] = [await store.windows('hour'), await store.windows('day')];
  expect([hours.length, days.length]).toEqual([1, 1]);
  expect(await store.records(topics.windows)).toEqual([]);
  expect(await store.log.standing('windows', topics.touched)).toMatchObject([{ committed: 0, end: 1 }]);

  release?.();
  store.start();
  await store.settled();
  expect([await store.windows('hour'), await store.windows('day')]).toEqual([hours, days]);
  expect(await store.records(topics.windows)).toEqual([...hours, ...days]);
});

test('truth 7: a window that is touched again waits for its turn, durably, and a stage that is told to stop does not wait', async () => {
  await using store = await OpenStore.open({ windowsEvery: 24 * hour });
  store.start();
  await store.arrive([aReading()]);
  await store.settled();
  await store.arrive([aReading({ phenomenonTime: noon + minute })]);
  while ((await store.records(topics.touched)).length < 2) await store.log.changed([topics.touched], AbortSignal.timeout(50));
  expect((await store.windows('hour')).map(({ count }) => count)).toEqual([1]);
  // What is in hand is finished.
  await store.stop();
  store.start();
  await store.settled();
  expect((await store.windows('hour')).map(({ count }) => count)).toEqual([2]);
});

test('truth 7: marks of one round that name a window many times are committed in parts, and the window is made once', async () => {
  await using store = await OpenStore.open({ windowsEvery: 24 * hour });
  const names = Array.from({ length: 120 }, (_, n) => `square.${n}`);
  await store.series.write(names.map((datastream) => aReading({ datastream })));
  const mark = { hours: { [noon]: names } };
  await store.log.append(Array.from({ length: 20 }, () => outgoing(topics.touched, '0', mark, noon, 0)));
  store.start();
  // A second round would begin tomorrow.
  await store.settled();
  expect(await store.records(topics.windows)).toHaveLength(2 * names.length);
  expect(await store.windows('hour')).toHaveLength(names.length);
});

test('truth 7: one mark names a thousand datastreams at most, in the partition of their names', async () => {
  await using store = await OpenStore.open({ batch: 10_000, partitions: 2 });
  const names = Array.from({ length: 4_500 }, (_, n) => `square.${n}`);
  await store.arrive(names.map((datastream) => aReading({ datastream })));
  store.start();
  await store.settled();
  const sizes = (await store.records(topics.touched)).map(({ hours }) => Object.values(hours).flat().length);
  expect(Math.max(...sizes)).toBe(1_000);
  expect(sizes.reduce((a, b) => a + b)).toBe(4_500);
  for (const partition of [0, 1]) {
    const records = await store.log.read(topics.touched, partition, 0, 100);
    const marked = records.flatMap(({ value }) => Object.values(decode(topics.touched, value ?? new Uint8Array()).hours).flat());
    expect(marked.every((name) => partitionOf(name, 2) === partition)).toBe(true);
    expect(marked.length).toBeGreaterThan(2_000);
  }
  expect((await store.windows('day')).map(({ datastream }) => datastream)).toEqual(names.toSorted());
});
