import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Log, removal } from '../log/contract.ts';
import { openLog } from '../log/open.ts';
import { UnreadableRecord } from '../model/contents.ts';
import { topics } from '../model/topics.ts';
import { exampleFiles, exampleKeys } from './example-register.ts';
import { FollowedRegister, followRegister } from './follow-register.ts';
import { importCsv } from './import-csv.ts';
import { registerRecords } from './register-records.ts';
import type { RegisterView } from './register-view.ts';

const time = Date.UTC(2026, 2, 1);
const ends = async (log: Log) => {
  const sum = async (topic: typeof topics.register | typeof topics.sessions) =>
    (await log.standing('test', topic)).reduce((total, { end }) => total + end, 0);
  return { register: await sum(topics.register), sessions: await sum(topics.sessions) };
};

/** Imports a file as the register's service will: against what the log says, into the log. */
async function importTo(log: Log, text: string): Promise<number> {
  const { changes, problems } = importCsv(text, (await followAlone(log)).view, exampleKeys);
  expect(problems).toEqual([]);
  await log.append(registerRecords(changes, time));
  return changes.length;
}

async function importAll(log: Log): Promise<number> {
  let changes = 0;
  for (const text of Object.values(exampleFiles)) changes += await importTo(log, text);
  return changes;
}

const told = ({ view }: { readonly view: RegisterView }) => ({
  organisations: view.organisations().length,
  sites: view.sites().length,
  devices: view.devices().length,
  assignments: view.assignments().length,
  sessions: view.devices().flatMap(({ ref }) => view.sessionsOf(ref)).length,
});
const nothing = { organisations: 0, sites: 0, devices: 0, assignments: 0, sessions: 0 };
const example = { organisations: 1, sites: 2, devices: 2, assignments: 2, sessions: 2 };

describe.each([1, 3])('on a log of %i partitions', (partitions) => {
  let folder = '';
  let log: Log;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigie-register-'));
    log = await openLog({ engine: 'sqlite', folder, partitions });
  });

  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  test('an empty log is an empty register', async () => {
    const followed = await followAlone(log);
    expect(told(followed)).toEqual(nothing);
    expect(followed.read).toEqual({ register: 0, sessions: 0 });
    expect(await followed.catchUp()).toBe(false);
  });

  test('what was imported is found again after a restart, and importing it again writes nothing', async () => {
    expect(await importAll(log)).toBe(9);
    await log.close();
    log = await openLog({ engine: 'sqlite', folder, partitions });
    const followed = await followAlone(log);
    expect(told(followed)).toEqual(example);
    expect(followed.read).toEqual(await ends(log));
    expect(await importAll(log)).toBe(0);
    expect(await followed.catchUp()).toBe(false);
  });

  test('truth 3: the register moves when it is told to, as a whole; what a batch has taken stays', async () => {
    const followed = await followAlone(log);
    const { view, read } = followed;
    await importAll(log);
    expect(told(followed)).toEqual(nothing);
    expect(await followed.catchUp()).toBe(true);
    expect(told(followed)).toEqual(example);
    expect(followed.read).toEqual(await ends(log));
    expect(told({ view })).toEqual(nothing);
    expect(read).toEqual({ register: 0, sessions: 0 });
  });

  test('changes and removals are followed', async () => {
    await importAll(log);
    const followed = await followAlone(log);
    const device = followed.view.deviceByEui('70b3d50000000001')?.ref ?? '';
    const [session] = followed.view.sessionsOf(device);
    await importTo(log, 'dev_eui,model,disabled\n70b3d50000000001,example/air,true');
    await log.append([removal(topics.sessions, session?.id ?? '', time), removal(topics.register, 'site/ecole', time)]);
    expect(await followed.catchUp()).toBe(true);
    expect(followed.view.device(device)?.disabled).toBe(true);
    expect(told(followed)).toEqual({ ...example, sites: 1, sessions: 1 });
    expect(told(await followAlone(log))).toEqual(told(followed));
  });

  test('truth 3: the register as a commit had read it can be read again, whatever was changed and removed since', async () => {
    if (partitions > 1) {
      await importAll(log);
      const past = new FollowedRegister(log);
      await expect(past.catchUp({ register: 1, sessions: 0 })).rejects.toThrow('one partition; "register" has 3');
      return;
    }
    const moments = [];
    for (const text of Object.values(exampleFiles)) {
      await importTo(log, text);
      moments.push(await followAlone(log));
    }
    await importTo(log, 'dev_eui,model,disabled\n70b3d50000000001,example/air,true');
    moments.push(await followAlone(log));
    await log.append([removal(topics.register, 'site/ecole', time)]);
    const past = new FollowedRegister(log);
    for (const { view, read } of moments) {
      await past.catchUp(read);
      expect(past.read).toEqual(read);
      expect(told(past)).toEqual(told({ view }));
      expect(past.view.devices()).toEqual(view.devices());
    }
  });

  test('calls at once run one after the other, and each reads all pages', async () => {
    const rows = Array.from({ length: 2_500 }, (_, i) => `${i.toString(16).padStart(16, '0')},example/air`);
    const followed = await followAlone(log);
    await importTo(log, ['dev_eui,model', ...rows].join('\n'));
    const moved = await Promise.all(Array.from({ length: 5 }, () => followed.catchUp()));
    expect(moved).toEqual([true, false, false, false, false]);
    expect(told(followed)).toEqual({ ...nothing, devices: 2_500 });
    expect(followed.read).toEqual(await ends(log));
  });

  test('a record that cannot be read is an error each time, and nothing moves', async () => {
    const followed = await followAlone(log);
    await importAll(log);
    await log.append([{ topic: topics.sessions, key: 's-new', value: Buffer.from('{"v":99,"is":{}}'), time }]);
    await expect(followed.catchUp()).rejects.toThrow(UnreadableRecord);
    await expect(followed.catchUp()).rejects.toThrow('Start a newer Vigie');
    expect(told(followed)).toEqual(nothing);
    await log.append([removal(topics.sessions, 's-new', time)]);
    expect(await followed.catchUp()).toBe(true);
    expect(told(followed)).toEqual(example);
  });
});

/** One of its own, beside the one that the process shares. */
async function followAlone(log: Log): Promise<FollowedRegister> {
  const followed = new FollowedRegister(log);
  await followed.catchUp();
  return followed;
}

test('whoever follows the register of a log in this process sees the same one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-register-'));
  const log = await openLog({ engine: 'sqlite', folder });
  expect(await followRegister(log)).toBe(await followRegister(log));
  await log.close();
  await rm(folder, { recursive: true });
});
