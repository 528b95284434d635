import { expect, test } from '@jest/globals';
import { Fenced, type Log, type Tenure } from '../contract.ts';
import { inFolder } from '../fixtures/in-folder.ts';
import { aborted, text } from '../suite/on-log.ts';
import { letters } from '../suite/topics.ts';
import { openSqliteLog } from './open.ts';

/** Takes every partition of group g, as a second process would. */
async function takeAll(log: Log): Promise<void> {
  const stop = new AbortController();
  await log.consume({ group: 'g', topic: letters, run: async () => stop.abort() }, stop.signal);
}

test(
  'truth 4: an idle holder notices that another process took over, ends, and consume says so',
  inFolder(async ({ file }) => {
    const [first, second] = [openSqliteLog({ file }), openSqliteLog({ file })];
    const read: number[] = [];
    const run = async (tenure: Tenure): Promise<void> => {
      const reading = tenure.read(0, 10);
      if (tenure.partition === 0) await takeAll(second);
      read.push((await reading).length);
    };
    await expect(first.consume({ group: 'g', topic: letters, run }, new AbortController().signal)).rejects.toThrow(Fenced);
    expect(read).toEqual([0, 0, 0]);
    await first.close();
    await second.close();
  }),
);

test(
  'truth 4: a run that ends by Fenced ends the others, and consume rejects with it',
  inFolder(async ({ file }) => {
    const [first, second] = [openSqliteLog({ file }), openSqliteLog({ file })];
    const ended: number[] = [];
    const run = async (tenure: Tenure): Promise<void> => {
      if (tenure.partition > 0) await aborted(tenure.signal);
      else await takeAll(second);
      ended.push(tenure.partition);
      await tenure.commit([text(letters, 'k', 'void')], 0);
    };
    const consuming = first.consume({ group: 'g', topic: letters, run }, new AbortController().signal);
    await expect(consuming).rejects.toThrow(/Another process has taken partition 0 of "suite_letters"/);
    expect(ended).toEqual([0, 1, 2]);
    await first.close();
    await second.close();
  }),
);

test(
  'truth 7: a run that keeps Fenced to itself does not make consume wait for ever',
  inFolder(async ({ file }) => {
    const [first, second] = [openSqliteLog({ file }), openSqliteLog({ file })];
    const run = async (tenure: Tenure): Promise<void> => {
      if (tenure.partition > 0) return aborted(tenure.signal);
      await takeAll(second);
      await expect(tenure.commit([], 0)).rejects.toThrow(Fenced);
    };
    await expect(first.consume({ group: 'g', topic: letters, run }, new AbortController().signal)).rejects.toThrow(Fenced);
    await first.close();
    await second.close();
  }),
);
