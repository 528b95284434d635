import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Log, outgoing } from '../../../packages/log/contract.ts';
import { openLog } from '../../../packages/log/open.ts';
import type { Ending } from '../../../packages/model/ending.ts';
import { topics } from '../../../packages/model/topics.ts';
import { ended, forwarded } from './fixtures/records.ts';
import { Tail } from './tail.ts';

let log: Log;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-tail-'));
  log = await openLog({ engine: 'sqlite', folder, partitions: 2 });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const append = (...numbers: readonly number[]) =>
  log.append(ended(...numbers.map((n) => forwarded(`${n}`))).map((record) => ({ ...record, partition: 0 })));
const ids = ({ values }: { values: readonly Ending[] }) => values.map(({ id }) => Number(id));

test('begins a little before the end, goes on from there, and is in no group’s way', async () => {
  await append(1, 2, 3, 4);
  const tail = new Tail(log, topics.endings, { back: 2, most: 10, unreadable: () => {} });
  expect(ids(await tail.take())).toEqual([3, 4]);
  expect(ids(await tail.take())).toEqual([]);
  await append(5);
  await log.append(ended(forwarded('6')).map((record) => ({ ...record, partition: 1 })));
  expect(ids(await tail.take())).toEqual([5, 6]);
  expect((await log.standing('publish', topics.endings)).map(({ committed }) => committed)).toEqual([0, 0]);
});

test('truth 7: what comes at once is taken bit by bit; far behind, the oldest are left out, and it says so', async () => {
  const tail = new Tail(log, topics.endings, { back: 0, most: 3, unreadable: () => {} });
  const taken = async () => {
    const { values, skipped } = await tail.take();
    return [...ids({ values }), ...(skipped ? ['skipped'] : [])];
  };
  await taken();
  await append(1, 2, 3, 4, 5);
  expect([await taken(), await taken(), await taken()]).toEqual([[1, 2, 3], [4, 5], []]);
  await append(6, 7, 8, 9, 10, 11, 12);
  expect([await taken(), await taken(), await taken()]).toEqual([[6, 7, 8], [10, 11, 12, 'skipped'], []]);
  await append(13);
  expect(await taken()).toEqual([13]);
});

test('the first call takes all that it goes back', async () => {
  const tail = new Tail(log, topics.endings, { back: 4, most: 2, unreadable: () => {} });
  await append(1, 2, 3, 4, 5);
  expect(await tail.take()).toMatchObject({ skipped: false, values: [{ id: '2' }, { id: '3' }, { id: '4' }, { id: '5' }] });
});

test('truth 7: a record that cannot be read is told and left out', async () => {
  const unreadable: string[] = [];
  const tail = new Tail(log, topics.endings, { back: 9, most: 9, unreadable: ({ name }) => unreadable.push(name) });
  await append(1);
  await log.append([{ ...outgoing(topics.endings, 'k', forwarded('2'), 0, 0), value: Buffer.from('{') }]);
  await append(3);
  expect(ids(await tail.take())).toEqual([1, 3]);
  expect(unreadable).toEqual(['UnreadableRecord']);
});
