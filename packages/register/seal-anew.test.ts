import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Log, outgoing } from '../log/contract.ts';
import { openLog } from '../log/open.ts';
import { readTopic } from '../log/suite/on-log.ts';
import { topics } from '../model/topics.ts';
import { exampleFiles } from './example-register.ts';
import { followRegister } from './follow-register.ts';
import { importCsv } from './import-csv.ts';
import { type MasterKey, openMasterKey } from './master-key.ts';
import { MasterKeyRefused } from './master-key-file.ts';
import { deviceReference } from './reference.ts';
import { registerRecords } from './register-records.ts';
import { openRootKeys } from './root-keys.ts';
import { beginRotation, endRotation } from './rotate-master-key.ts';
import { sealAllAnew } from './seal-anew.ts';
import { openSealed, sealLog } from './sealed-log/sealed-log.ts';
import { openSession } from './session-keys.ts';

const now = Date.UTC(2026, 5, 1, 12);
const week = 7 * 24 * 3_600_000;
const rootKeys = `dev_eui,mac_version,join_eui,app_key,nwk_key
70b3d50000000001,1.0.3,70b3d57ed0000000,404142434445464748494a4b4c4d4e4f,
`;

let folder = '';
let file = '';
let plain: Log;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-rotate-'));
  file = join(folder, 'secrets', 'master.key');
  plain = await openLog({ engine: 'sqlite', folder: join(folder, 'data'), partitions: 1 });
  await fill(await openMasterKey(file));
});

afterEach(async () => {
  await plain.close();
  await rm(folder, { recursive: true });
});

/** A register with sessions and root keys, a session that was heard, and a message under the key of its day. */
async function fill(key: MasterKey): Promise<void> {
  const log = sealLog(plain, key);
  for (const table of [...Object.values(exampleFiles), rootKeys]) {
    const { view } = await followRegister(log);
    const { changes, problems } = importCsv(table, view, key);
    expect(problems).toEqual([]);
    await log.append(registerRecords(changes, now));
  }
  await log.append([outgoing(topics.sessions, 's-x/spoken', { spoken: 's-x', device: 'd-x', time: now }, now), message('first')]);
}

const message = (payload: string) =>
  outgoing(
    topics.messages,
    '01020304',
    { source: 's', format: 'f', stream: 'frames', topic: 't', payload, retained: false, receivedTime: now },
    now,
  );

/** All that a process with this key finds: names, opened keys, messages. */
async function found(key: MasterKey) {
  const log = sealLog(plain, key);
  const { view } = await followRegister(log);
  const sessions = view.devices().flatMap(({ ref }) => view.sessionsOf(ref));
  const roots = view.rootKeysOf(deviceReference(key, '70b3d50000000001'));
  return {
    refs: view.devices().map(({ ref }) => ref),
    sessions: sessions.map((one) => [one.id, openSession(key, one)]),
    spoken: view.isSpoken('s-x'),
    root: roots && openRootKeys(key, roots),
    messages: (await readTopic(log, topics.messages)).map(({ value }) => Buffer.from(value ?? []).toString()),
  };
}

const sealAll = (key: MasterKey, when = now) =>
  sealAllAnew({ log: sealLog(plain, key), masterKey: key, now: () => when, inTurn: (work) => work() });

test('a rotation: everything opens before, amid and after it, for other processes too; no name changes', async () => {
  const [ours, another] = [await openMasterKey(file), await openMasterKey(file)];
  const before = await found(ours);
  expect(before.sessions).toHaveLength(2);
  expect(before.root).toBeDefined();

  await beginRotation(file);
  ours.refresh?.();
  expect(ours.epoch).toBe(2);
  expect(await found(ours)).toEqual(before);
  expect((await sealAll(ours)).written).toBeGreaterThanOrEqual(5);
  // It has not heard of the rotation but by what it reads.
  expect(await found(another)).toEqual(before);
  expect(another.epoch).toBe(2);
  expect(await sealAll(ours)).toMatchObject({ written: 0 });

  const later = now + 2 * week;
  await sealLog(plain, ours).sweep(later);
  expect((await sealAll(ours, later)).remaining).toBe(0);
  await endRotation(file);
  ours.refresh?.();
  expect(ours.former).toBeUndefined();
  expect(await found(await openMasterKey(file))).toMatchObject({ refs: before.refs, sessions: before.sessions, root: before.root });
});

test('what the history keeps of the past holds the former key; nothing may be dropped before', async () => {
  const key = await openMasterKey(file);
  await beginRotation(file);
  key.refresh?.();
  expect((await sealAll(key)).remaining).toBeGreaterThan(0);
});

test('interrupted after the new key was drawn, or amid the sealing, it goes on; asked twice, one key is drawn', async () => {
  const key = await openMasterKey(file);
  const before = await found(key);
  await beginRotation(file);
  await beginRotation(file);
  key.refresh?.();
  expect(key.epoch).toBe(2);
  let steps = 0;
  const dies = async <T>(work: () => Promise<T>): Promise<T> => {
    if (steps++ === 1) throw new Error('killed');
    return work();
  };
  await expect(sealAllAnew({ log: sealLog(plain, key), masterKey: key, now: () => now, inTurn: dies })).rejects.toThrow('killed');
  const restarted = await openMasterKey(file);
  expect(await found(restarted)).toEqual(before);
  await sealAll(restarted);
  expect(await found(restarted)).toEqual(before);
});

test('what another change has replaced meanwhile is not put back', async () => {
  const key = await openMasterKey(file);
  await beginRotation(file);
  key.refresh?.();
  const log = sealLog(plain, key);
  const changed = exampleFiles.sessions.replace('101112131415161718191a1b1c1d1e1f', 'ff1112131415161718191a1b1c1d1e1f');
  let isFirst = true;
  const withChange = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isFirst) await log.append(registerRecords(importCsv(changed, (await followRegister(log)).view, key).changes, now));
    isFirst = false;
    return work();
  };
  await sealAllAnew({ log, masterKey: key, now: () => now, inTurn: withChange });
  const { sessions } = await found(key);
  expect(sessions[0]?.[1]).toMatchObject({ appSKey: Uint8Array.from(Buffer.from('ff1112131415161718191a1b1c1d1e1f', 'hex')) });
});

test('the file of a later key is this user’s alone, and without the former key the past does not open', async () => {
  const first = await readFile(file, 'utf8');
  await beginRotation(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toContain(`former ${first}`);
  await endRotation(file);
  await expect(openSealed(plain, await openMasterKey(file))).rejects.toThrow(MasterKeyRefused);
  plain = await openLog({ engine: 'sqlite', folder: join(folder, 'data'), partitions: 1 });
});
