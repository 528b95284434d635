import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Log } from '../contract.ts';
import { type Make, onLog, text, textOf } from './on-log.ts';
import { copies, letters, stock } from './topics.ts';

/** Reads `count` records of partition 0 as they come: asks to be woken first, then looks, then waits. */
async function follow(log: Log, count: number): Promise<string[]> {
  const seen: string[] = [];
  while (seen.length < count) {
    const done = new AbortController();
    const wake = log.changed([letters], done.signal);
    const page = await log.read(letters, 0, seen.length, 7);
    seen.push(...page.map((record) => textOf(record) ?? ''));
    if (page.length === 0) await wake;
    done.abort();
  }
  return seen;
}

async function write(log: Log, count: number): Promise<string[]> {
  const values = Array.from({ length: count }, (_, n) => String(n));
  for (const value of values) await log.append([text(letters, 'k', value, { partition: 0 })]);
  return values;
}

/** Being woken. */
export function followSuite(make: Make): void {
  test(
    'changed resolves for its own topics',
    onLog(make, async ({ log }) => {
      const never = new AbortController().signal;
      let woken = false;
      const wake = log.changed([letters, stock], never).then(() => {
        woken = true;
      });
      await log.append([text(copies, 'a', 'elsewhere')]);
      await log.read(copies, 0, 0, 1);
      expect(woken).toBe(false);
      await log.append([text(stock, 'a', 'here')]);
      await wake;
      const removal = log.changed([stock], never);
      await log.append([text(stock, 'a', null)]);
      await removal;
    }),
  );

  test(
    'changed resolves when its signal aborts, before or after the call',
    onLog(make, async ({ log }) => {
      const stop = new AbortController();
      const waiting = log.changed([letters], stop.signal);
      stop.abort();
      await waiting;
      await log.changed([letters], stop.signal);
    }),
  );

  test(
    'no wake-up is lost: a follower sees every record of a writer in the same process',
    onLog(make, async ({ log }) => {
      const [seen, written] = await Promise.all([follow(log, 60), write(log, 60)]);
      expect(seen).toEqual(written);
    }),
  );

  test(
    'no wake-up is lost: a follower sees every record of a writer in another process',
    onLog(make, async ({ log, reopen }) => {
      const other = await reopen();
      const [seen, written] = await Promise.all([follow(log, 60), write(other, 60)]);
      expect(seen).toEqual(written);
    }),
  );

  test(
    'closing the log ends who waits',
    onLog(make, async ({ log }) => {
      let woken = false;
      const waiting = log.changed([letters], new AbortController().signal).then(() => {
        woken = true;
      });
      await log.close();
      await turn();
      expect(woken).toBe(true);
      await waiting;
    }),
  );
}
