import { expect, test } from '@jest/globals';
import type { LogRecord, Tenure } from '../contract.ts';
import { aborted, inTenure, type Make, onLog, readAll, text, textOf } from './on-log.ts';
import { letters } from './topics.ts';

const here = (value: string) => text(letters, 'k', value, { partition: 0 });

/** Tenures: when they run, what they read, how they end. */
export function consumeSuite(make: Make): void {
  test(
    'the task runs once for every partition, from the beginning, until the signal aborts',
    onLog(make, async ({ log }) => {
      const stop = new AbortController();
      const ran: number[][] = [];
      const run = async (tenure: Tenure): Promise<void> => {
        ran.push([tenure.partition, tenure.position]);
        if (ran.length === log.partitions(letters)) stop.abort();
        await aborted(tenure.signal);
      };
      await log.consume({ group: 'g', topic: letters, run }, stop.signal);
      expect(ran.sort()).toEqual(Array.from({ length: log.partitions(letters) }, (_, partition) => [partition, 0]));
    }),
  );

  test(
    'consume with an aborted signal runs nothing',
    onLog(make, async ({ log }) => {
      let runs = 0;
      const run = async (): Promise<void> => {
        runs += 1;
      };
      await log.consume({ group: 'g', topic: letters, run }, AbortSignal.abort());
      expect(runs).toBe(0);
    }),
  );

  test(
    'consume lasts until its signal aborts, even when every run has returned',
    onLog(make, async ({ log }) => {
      const stop = new AbortController();
      let ended = false;
      const consuming = log.consume({ group: 'g', topic: letters, run: async () => {} }, stop.signal).then(() => {
        ended = true;
      });
      await log.append([here('one')]);
      await log.append([here('two')]);
      expect(ended).toBe(false);
      stop.abort();
      await consuming;
    }),
  );

  test(
    'a tenure reads on from any offset, and the position moves only by commit',
    onLog(make, async ({ log }) => {
      await log.append(['one', 'two', 'three'].map(here));
      await inTenure({ log, group: 'g', topic: letters }, async (tenure) => {
        expect((await tenure.read(0, 2)).map(textOf)).toEqual(['one', 'two']);
        expect((await tenure.read(2, 2)).map(textOf)).toEqual(['three']);
        expect(tenure.position).toBe(0);
        await tenure.commit([], 2);
        expect(tenure.position).toBe(2);
        await expect(tenure.commit([], 1)).rejects.toThrow(RangeError);
        expect(tenure.position).toBe(2);
      });
    }),
  );

  test(
    'a waiting read is woken by an append, from this process or another',
    onLog(make, async ({ log, reopen }) => {
      const other = await reopen();
      await inTenure({ log, group: 'g', topic: letters }, async (tenure) => {
        const first = tenure.read(0, 10);
        await log.append([here('ours')]);
        expect((await first).map(textOf)).toEqual(['ours']);
        const second = tenure.read(1, 10);
        await other.append([here('theirs')]);
        expect((await second).map(textOf)).toEqual(['theirs']);
      });
    }),
  );

  test(
    'abort ends a waiting read with nothing, and consume resolves after the runs',
    onLog(make, async ({ log }) => {
      const stop = new AbortController();
      const ends: LogRecord[][] = [];
      const run = async (tenure: Tenure): Promise<void> => {
        const reading = tenure.read(0, 10);
        if (tenure.partition === 0) stop.abort();
        ends.push(await reading, await tenure.read(0, 10));
      };
      await log.consume({ group: 'g', topic: letters, run }, stop.signal);
      expect(ends.length).toBeGreaterThanOrEqual(2);
      expect(ends.flat()).toEqual([]);
    }),
  );

  test(
    'an error in one run aborts the others and rejects',
    onLog(make, async ({ log }) => {
      const waiting = new Set<number>();
      const run = async (tenure: Tenure): Promise<void> => {
        if (tenure.partition === 0) throw new Error('this run is broken');
        waiting.add(tenure.partition);
        await aborted(tenure.signal);
        waiting.delete(tenure.partition);
      };
      await expect(log.consume({ group: 'g', topic: letters, run }, new AbortController().signal)).rejects.toThrow('this run is broken');
      expect([...waiting]).toEqual([]);
    }),
  );

  test(
    'a crash before the commit: after a restart the same records come again',
    onLog(make, async ({ log, reopen }) => {
      await log.append(['one', 'two', 'three'].map(here));
      await inTenure({ log, group: 'g', topic: letters }, (tenure) => tenure.commit([], 1));
      const before: LogRecord[] = [];
      const crash = inTenure({ log, group: 'g', topic: letters }, async (tenure) => {
        before.push(...(await tenure.read(tenure.position, 10)));
        throw new Error('crash');
      });
      await expect(crash).rejects.toThrow('crash');
      await log.close();
      const again = await reopen();
      const after = await inTenure({ log: again, group: 'g', topic: letters }, (tenure) => tenure.read(tenure.position, 10));
      expect(before.map(textOf)).toEqual(['two', 'three']);
      expect(after.map((record) => [record.offset, record.key, textOf(record)])).toEqual(
        before.map((record) => [record.offset, record.key, textOf(record)]),
      );
    }),
  );

  test(
    'groups stand apart, and standing tells where each of them is',
    onLog(make, async ({ log }) => {
      await log.append(['one', 'two', 'three'].map(here));
      await inTenure({ log, group: 'ahead', topic: letters }, (tenure) => tenure.commit([], 3));
      await inTenure({ log, group: 'behind', topic: letters }, (tenure) => tenure.commit([], 1));
      expect((await log.standing('ahead', letters))[0]).toEqual({ partition: 0, start: 0, committed: 3, end: 3 });
      expect((await log.standing('behind', letters))[0]).toEqual({ partition: 0, start: 0, committed: 1, end: 3 });
      expect((await log.standing('new', letters))[0]).toEqual({ partition: 0, start: 0, committed: 0, end: 3 });
      expect(await log.standing('new', letters)).toHaveLength(log.partitions(letters));
      const position = await inTenure({ log, group: 'behind', topic: letters }, async (tenure) => tenure.position);
      expect(position).toBe(1);
    }),
  );

  test(
    'closing the log aborts its tenures and waits for them',
    onLog(make, async ({ log, reopen }) => {
      const ended: string[] = [];
      let begun: () => void = () => {};
      const beginning = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const run = async (tenure: Tenure): Promise<void> => {
        begun();
        await aborted(tenure.signal);
        if (tenure.partition === 0) await tenure.commit([here('last words')], 0);
        ended.push(`partition ${tenure.partition}`);
      };
      const consuming = log.consume({ group: 'g', topic: letters, run }, new AbortController().signal);
      await beginning;
      await log.close();
      await consuming;
      expect(ended).toContain('partition 0');
      expect((await readAll(await reopen(), letters, 0)).map(textOf)).toEqual(['last words']);
    }),
  );
}
