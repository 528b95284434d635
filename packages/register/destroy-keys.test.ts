import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Log, outgoing } from '../log/contract.ts';
import { openLog } from '../log/open.ts';
import { readTopic } from '../log/suite/on-log.ts';
import { decode } from '../model/contents.ts';
import type { FrameRecord } from '../model/frame-record.ts';
import { topics } from '../model/topics.ts';
import { destroyAgain } from './destroy-again.ts';
import { destroyKeys } from './destroy-keys.ts';
import { writeDestroyed } from './destroyed-file.ts';
import { exampleFiles } from './example-register.ts';
import { followRegister } from './follow-register.ts';
import { importCsv } from './import-csv.ts';
import { type MasterKey, openMasterKey } from './master-key.ts';
import { deviceReference } from './reference.ts';
import { registerRecords } from './register-records.ts';
import { openSealed } from './sealed-log/sealed-log.ts';

const noon = Date.UTC(2026, 5, 1, 12);
const rootKeys = `dev_eui,mac_version,join_eui,app_key,nwk_key
70b3d50000000001,1.0.3,70b3d57ed0000000,404142434445464748494a4b4c4d4e4f,
`;

let folder = '';
let key: MasterKey;
let log: Log;
let [device, another] = ['', ''];

const open = async () => openSealed(await openLog({ engine: 'sqlite', folder: join(folder, 'data'), partitions: 1 }), key);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-destroy-'));
  key = await openMasterKey(join(folder, 'secrets', 'master.key'));
  log = await open();
  [device, another] = [deviceReference(key, '70b3d50000000001'), deviceReference(key, '70b3d50000000002')];
  for (const table of [...Object.values(exampleFiles), rootKeys]) await enter(table, noon);
  await log.append([frame(device, 'aa11'), frame(another, 'bb22')]);
});

afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

async function enter(table: string, time: number): Promise<void> {
  const { changes } = importCsv(table, (await followRegister(log)).view, key);
  await log.append(registerRecords(changes, time));
}

function frame(of: string, bytesHex: string) {
  const facts: FrameRecord = {
    ...{ frame: 'f', device: of, message: 'm', fCnt: 1, bytesHex, evidence: 'own_mic', time: noon, receivedTime: noon, flags: [] },
  };
  return outgoing(topics.frames, of, facts, noon);
}

async function held() {
  const { view } = await followRegister(log);
  return {
    sessions: [view.sessionsOf(device).length, view.sessionsOf(another).length],
    root: view.rootKeysOf(device) !== undefined,
    frames: (await readTopic(log, topics.frames)).map(({ value }) => decode(topics.frames, value ?? new Uint8Array()).bytesHex),
  };
}

const all = { sessions: [1, 1], root: true, frames: ['aa11', 'bb22'] };
const withoutIt = { sessions: [0, 1], root: false, frames: ['bb22'] };

test('sessions, root keys and kept frames of the device go, those of others stay; again changes nothing', async () => {
  expect(await held()).toEqual(all);
  expect(await destroyKeys(log, [{ device, time: noon }], noon)).toBe(3);
  expect(await held()).toEqual(withoutIt);
  expect(await destroyKeys(log, [{ device, time: noon }], noon)).toBe(0);
});

test('the key of its frames is not in the files any more', async () => {
  const [first] = await readTopic(log, topics.recordKeys);
  const { key: sealed, scope } = decode(topics.recordKeys, first?.value ?? new Uint8Array());
  expect(scope).toEqual({ device });
  const files = async () => {
    const names = await readdir(join(folder, 'data'));
    return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, 'data', name)))));
  };
  expect((await files()).includes(sealed)).toBe(true);
  await destroyKeys(log, [{ device, time: noon }], noon);
  expect((await files()).includes(sealed)).toBe(false);
});

test('after a restore from an older copy it is carried out again, as the file beside the master key remembers', async () => {
  await log.close();
  await cp(join(folder, 'data'), join(folder, 'copy'), { recursive: true });
  log = await open();
  await writeDestroyed(key.file ?? '', { device, time: noon + 1 });
  await destroyKeys(log, [{ device, time: noon + 1 }], noon + 1);
  await log.close();

  await rm(join(folder, 'data'), { recursive: true });
  await cp(join(folder, 'copy'), join(folder, 'data'), { recursive: true });
  log = await open();
  expect(await held()).toEqual(all);
  expect(await destroyAgain(log, key, noon + 5)).toBe(3);
  expect(await held()).toEqual(withoutIt);
  expect(await destroyAgain(log, key, noon + 6)).toBe(0);
});

test('keys that the device was given afterwards stay', async () => {
  await destroyKeys(log, [{ device, time: noon }], noon);
  await enter(exampleFiles.sessions, noon + 1);
  await log.append([{ ...frame(device, 'cc33'), time: noon + 1 }]);
  await destroyAgain(log, key, noon + 2);
  expect(await held()).toEqual({ sessions: [1, 1], root: false, frames: ['bb22', 'cc33'] });
});
