import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { WrongSetting } from '../../packages/config/wrong-setting.ts';
import { markSimulated } from './mark-simulated.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-mark-'));
});
afterEach(() => rm(folder, { recursive: true }));

const holds = (...files: string[]) => Promise.all(files.map((file) => writeFile(join(folder, file), '')));
const refusal = async (demo: boolean) => {
  const refused = await markSimulated(folder, demo).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(WrongSetting);
  return (refused as WrongSetting).message;
};

test('an empty folder, or one that is not there yet, becomes what it is opened for', async () => {
  await markSimulated(join(folder, 'a', 'real'), false);
  expect(await readdir(join(folder, 'a', 'real'))).toEqual([]);
  await markSimulated(folder, true);
  await markSimulated(folder, true);
  expect(await readdir(folder)).toEqual(['SIMULATED', 'a']);
});

test.each([[['log.db', 'series.open.db']], [['log.db']], [['series.open.db']], [[]]])(
  'a simulated folder that holds %j never becomes a real one, and stays as it is',
  async (files) => {
    await markSimulated(folder, true);
    await holds(...files);
    expect(await refusal(false)).toMatch(/^Setting dataFolder .* data of a simulated city, .* set demo \(VIGIE_DEMO\) to true\.$/);
    expect(await readdir(folder)).toEqual(['SIMULATED', ...files]);
    await markSimulated(folder, true);
  },
);

test.each([[['log.db', 'series.open.db']], [['log.db']], [['series.open.db']]])(
  'a real folder that holds %j never becomes a simulated one, and is not marked',
  async (files) => {
    await markSimulated(folder, false);
    await holds(...files);
    expect(await refusal(true)).toMatch(/^Setting dataFolder .* data of a real city, .* set demo \(VIGIE_DEMO\) to false\.$/);
    expect(await readdir(folder)).toEqual(files);
    await markSimulated(folder, false);
  },
);
