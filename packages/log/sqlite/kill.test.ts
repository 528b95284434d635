import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import type { Log } from '../contract.ts';
import { inFolder } from '../fixtures/in-folder.ts';
import { readTopic, textOf } from '../suite/on-log.ts';
import { copies, letters, stock } from '../suite/topics.ts';
import { openSqliteLog } from './open.ts';

const program = fileURLToPath(new URL('../../../dist/packages/log/fixtures/append-until-killed.js', import.meta.url));

/** Kills a writing process once it has said that `batches` batches are durable. Answers how many it had said at last. */
async function killAfter(file: string, life: string, batches: number): Promise<number> {
  const child = spawn(process.execPath, [program, file, life], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  let said = 0;
  for await (const _ of createInterface({ input: child.stdout })) {
    said += 1;
    if (said === batches) child.kill('SIGKILL');
  }
  expect(await exit).toEqual([null, 'SIGKILL']);
  return said;
}

async function batchSizes(log: Log): Promise<Map<string | null, number>> {
  const sizes = new Map<string | null, number>();
  for (const record of await readTopic(log, letters)) sizes.set(textOf(record), (sizes.get(textOf(record)) ?? 0) + 1);
  return sizes;
}

test(
  'truth 4: killed amid appends and commits, batches are whole, and outputs, state and position agree',
  inFolder(async ({ file }) => {
    if (!existsSync(program)) throw new Error('The build is missing: `npm test` makes it first; by hand: `npm run build`.');
    let said = 0;
    for (const [life, batches] of [12, 31, 20].entries()) {
      said += await killAfter(file, String(life), batches);
      const log = openSqliteLog({ file });
      const sizes = await batchSizes(log);
      expect(sizes.size).toBeGreaterThanOrEqual(said);
      expect([...sizes.values()].filter((size) => size !== 50)).toEqual([]);

      const standing = await log.standing('copy', letters);
      const committed = standing.reduce((sum, each) => sum + each.committed, 0);
      expect(committed).toBeGreaterThan(0);
      expect(await readTopic(log, copies)).toHaveLength(2 * committed);
      const counted = (await readTopic(log, stock)).map((record) => [record.partition, Number(textOf(record))]);
      expect(counted).toEqual(standing.map((each) => [each.partition, each.committed]));
      await log.close();
    }
  }),
);
