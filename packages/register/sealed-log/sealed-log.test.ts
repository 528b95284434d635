import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { logSuite } from '../../log/contract.suite.ts';
import { type Log, outgoing } from '../../log/contract.ts';
import { openLog } from '../../log/open.ts';
import { partitionOf } from '../../log/partition.ts';
import type { Make } from '../../log/suite/on-log.ts';
import { inTenure, readTopic, text, textOf } from '../../log/suite/on-log.ts';
import { decode } from '../../model/contents.ts';
import type { Message } from '../../model/message.ts';
import { type Topic, topics } from '../../model/topics.ts';
import { MasterKeyRefused, masterKeyFrom } from '../master-key.ts';
import { SealBroken } from '../seal.ts';
import { sealLog } from './sealed-log.ts';

const key = masterKeyFrom(Buffer.alloc(32, 1));
const other = masterKeyFrom(Buffer.alloc(32, 2));
const day = 24 * 3_600_000;
const noon = Date.UTC(2026, 5, 1, 12);

let folder = '';
const logs: Log[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-sealed-'));
});

afterEach(async () => {
  for (const log of logs.splice(0)) await log.close();
  await rm(folder, { recursive: true });
});

async function beneath(partitions = 1): Promise<Log> {
  const log = await openLog({ engine: 'sqlite', folder, partitions });
  logs.push(log);
  return log;
}

const sealed = async (): Promise<Log> => sealLog(await beneath(), key);

function messageOf(payload: string, receivedTime = noon): Message {
  const bytes = Buffer.from(payload).toString('base64');
  return { source: 'city', format: 'chirpstack', stream: 'frames', topic: 't', payload: bytes, retained: false, receivedTime };
}

const message = (payload: string, time = noon, more: { partition?: number } = {}) => ({
  ...outgoing(topics.messages, '01ab23cd', messageOf(payload, time), time),
  ...more,
});

const payloads = async (log: Log) =>
  (await readTopic(log, topics.messages)).map(({ value }) =>
    Buffer.from(decode(topics.messages, value ?? new Uint8Array()).payload, 'base64').toString(),
  );

/** Every topic of the suite is sealed; what the engine keeps of them beneath are other bytes. */
const make: Make = async () => {
  const place = await mkdtemp(join(tmpdir(), 'vigie-sealed-suite-'));
  const opened: Log[] = [];
  const reopen = async (): Promise<Log> => {
    const log = sealLog(await openLog({ engine: 'sqlite', folder: place }), key, () => 'day');
    opened.push(log);
    return log;
  };
  const dispose = async (): Promise<void> => {
    for (const log of opened) await log.close();
    await rm(place, { recursive: true });
  };
  return { log: await reopen(), reopen, dispose };
};

logSuite('a log sealed by days', make);

/** All bytes that the files of the log hold. */
async function filesOf(place: string): Promise<Buffer> {
  const names = await readdir(place);
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(place, name)))));
}

test('truth 10: in the files stand neither the bytes of a message nor its DevAddr; whoever holds the key reads both', async () => {
  const log = await sealed();
  await log.append([message('the planted payload')]);
  expect(await payloads(log)).toEqual(['the planted payload']);
  const bytes = await filesOf(folder);
  expect(bytes.includes('chirpstack')).toBe(false);
  expect(bytes.includes(Buffer.from('the planted payload').toString('base64'))).toBe(false);
  expect(bytes.toString('latin1')).not.toMatch(/01ab23cd/i);
});

test('a record lies in the partition of its plain key; equal keys stay equal, and repeating one as the log gave it changes nothing', async () => {
  const plain = await beneath(8);
  const log = sealLog(plain, key);
  await log.append([message('a'), message('b')]);
  const [first, second] = await readTopic(log, topics.messages);
  expect(first).toMatchObject({ partition: partitionOf('01ab23cd', 8), key: second?.key });
  await log.append([{ ...message('c'), key: first?.key ?? '', partition: first?.partition ?? 0 }]);
  expect(new Set((await readTopic(log, topics.messages)).map((one) => one.key)).size).toBe(1);
});

test('what was written before there were seals is read as it is, beside what is sealed', async () => {
  const plain = await beneath();
  await plain.append([message('before')]);
  const log = sealLog(plain, key);
  await log.append([message('after')]);
  expect(await payloads(log)).toEqual(['before', 'after']);
});

test('processes that begin a day at the same moment read each other, whichever key each of them drew', async () => {
  const plain = await beneath();
  const processes = Array.from({ length: 5 }, () => sealLog(plain, key));
  await Promise.all(processes.map((log, n) => log.append([message(`from ${n}`)])));
  for (const log of processes) expect((await payloads(log)).toSorted()).toEqual([0, 1, 2, 3, 4].map((n) => `from ${n}`));
});

test('a process that starts again goes on with the key of the day', async () => {
  const plain = await beneath();
  for (const n of [1, 2, 3]) await sealLog(plain, key).append([message(`${n}`)]);
  expect(await readTopic(plain, topics.recordKeys)).toHaveLength(1);
});

test('a value moved to another record does not open', async () => {
  const plain = await beneath();
  const log = sealLog(plain, key);
  await log.append([message('mine')]);
  const [mine] = await readTopic(plain, topics.messages);
  await plain.append([{ topic: topics.messages, key: 'another', value: mine?.value ?? null, time: noon, partition: 0 }]);
  await expect(payloads(log)).rejects.toThrow(SealBroken);
});

test('with another master key it is refused in words; without any, what is sealed is not there and nothing is written', async () => {
  const plain = await beneath();
  await sealLog(plain, key).append([message('sealed'), text(topics.sessions, 's', 'a session')]);
  await expect(payloads(sealLog(plain, other))).rejects.toThrow(MasterKeyRefused);
  await expect(readTopic(sealLog(plain, other), topics.sessions)).rejects.toThrow(/is not the one/);
  const without = sealLog(plain, undefined);
  expect(await payloads(without)).toEqual([]);
  expect(await readTopic(without, topics.sessions)).toEqual([]);
  await expect(without.append([message('x')])).rejects.toThrow(/no master key/);
});

test('truth 4: a commit that is tried again is the very same one', async () => {
  const commits: (Uint8Array | null | undefined)[] = [];
  const plain = await beneath();
  const spied: Log = Object.create(plain, {
    consume: {
      value: (task: Parameters<Log['consume']>[0], signal: AbortSignal) =>
        plain.consume(
          {
            ...task,
            run: (tenure) =>
              task.run(
                Object.create(tenure, {
                  partition: { value: tenure.partition },
                  position: { value: tenure.position },
                  signal: { value: tenure.signal },
                  commit: { value: async (outputs: { value: Uint8Array | null }[]) => commits.push(outputs[0]?.value) },
                }),
              ),
          },
          signal,
        ),
    },
    incarnation: { value: plain.incarnation },
    partitions: { value: (topic: Topic<unknown>) => plain.partitions(topic) },
    append: { value: (records: Parameters<Log['append']>[0]) => plain.append(records) },
    read: { value: (...of: Parameters<Log['read']>) => plain.read(...of) },
  });
  const outputs = [message('again', noon, { partition: 0 })];
  await inTenure({ log: sealLog(spied, key), group: 'g', topic: topics.endings }, async (tenure) => {
    await tenure.commit(outputs, 0);
    await tenure.commit(outputs, 0);
  });
  expect(commits).toHaveLength(2);
  expect(commits[1]).toBe(commits[0]);
});

const kept = 3 * day;
const midnight = Date.UTC(2026, 5, 2);

test('a day’s key goes when the retention of its topic is over, and with it the bytes in the files', async () => {
  const log = await sealed();
  await log.append([message('old'), message('young', noon + day)]);
  const [old] = await readTopic(log, topics.recordKeys);
  const sealedKey = decode(topics.recordKeys, old?.value ?? new Uint8Array()).key;
  expect((await filesOf(folder)).includes(sealedKey)).toBe(true);
  await log.sweep(midnight + kept);
  expect((await filesOf(folder)).includes(sealedKey)).toBe(true);
  await log.sweep(midnight + kept + 1);
  expect((await filesOf(folder)).includes(sealedKey)).toBe(false);
  expect(await payloads(log)).toEqual(['young']);
});

test('truth 2: while a group has yet to commit a record, neither it nor its key goes', async () => {
  const log = await sealed();
  await log.append([message('waits')]);
  await inTenure({ log, group: 'decode', topic: topics.messages }, async () => {});
  await log.sweep(noon + 30 * day);
  expect(await payloads(log)).toEqual(['waits']);
  await inTenure({ log, group: 'decode', topic: topics.messages }, async (tenure) => tenure.commit([], 1));
  await log.sweep(noon + 30 * day);
  expect((await readTopic(log, topics.recordKeys)).map(({ value }) => value)).toEqual([null]);
});

test('truth 7: a record whose key is gone is read as if it had been removed, and stops nobody', async () => {
  const plain = await beneath();
  const log = sealLog(plain, key);
  await log.append([message('gone'), message('stays', noon + day)]);
  const ofDay = (await readTopic(plain, topics.recordKeys))[0]?.key ?? '';
  await plain.append([{ topic: topics.recordKeys, key: ofDay, value: null, time: noon }]);
  const again = sealLog(plain, key);
  expect(await payloads(again)).toEqual(['stays']);
  expect(await again.read(topics.messages, 0, 0, 1)).toMatchObject([{ offset: 1 }]);
  const read = await inTenure({ log: again, group: 'g', topic: topics.messages }, (tenure) => tenure.read(0, 1));
  expect(read.map((record) => record.offset)).toEqual([1]);
});

test('sessions are sealed as a whole: the DevAddr is not in the files', async () => {
  const log = await sealed();
  await log.append([text(topics.sessions, 's-abc', '{"devAddr":"01ab23cd"}')]);
  expect((await filesOf(folder)).includes('01ab23cd')).toBe(false);
  expect((await readTopic(log, topics.sessions)).map(textOf)).toEqual(['{"devAddr":"01ab23cd"}']);
});
