import { expect, test } from '@jest/globals';
import { Fenced, type Log, type LogRecord, type Tenure } from '../contract.ts';
import { aborted, hold, inTenure, type Make, onLog, readTopic, text, textOf, texts } from './on-log.ts';
import { copies, letters, stock } from './topics.ts';

const here = (value: string) => text(letters, 'k', value, { partition: 0 });

async function committed(log: Log, group: string): Promise<number[]> {
  return (await log.standing(group, letters)).map((standing) => standing.committed);
}

/** Copies one batch of a partition and counts it in the state; crashes now and then, before or after the commit. */
async function copyBatch(tenure: Tenure, crashes: () => boolean): Promise<void> {
  const records = await tenure.read(tenure.position, 7);
  const last = records.at(-1);
  if (last === undefined) return;
  let count = 0;
  for await (const record of tenure.state(stock)) count = Number(textOf(record));
  const outputs = records.map((record) => text(copies, record.key, textOf(record)));
  if (crashes()) throw new Error('crash before the commit');
  await tenure.commit([...outputs, text(stock, 'count', String(count + records.length), { partition: tenure.partition })], last.offset + 1);
  if (crashes()) throw new Error('crash after the commit');
}

/** One life of a process: copies until it crashes or everything is copied. Answers whether it is done. */
async function live(log: Log, total: number, crashes: () => boolean): Promise<boolean> {
  const stop = new AbortController();
  const run = async (tenure: Tenure): Promise<void> => {
    while (!tenure.signal.aborted) {
      await copyBatch(tenure, crashes);
      if ((await committed(log, 'copy')).reduce((a, b) => a + b) === total) stop.abort();
    }
  };
  const ended = log.consume({ group: 'copy', topic: letters, run }, stop.signal);
  return ended.then(
    () => true,
    (error: Error) => {
      expect(error.message).toMatch(/^crash/);
      return false;
    },
  );
}

/** Truth 4. */
export function commitSuite(make: Make): void {
  test(
    'truth 4: outputs, state and position move together, and stay so after a restart',
    onLog(make, async ({ log, reopen }) => {
      await log.append(['one', 'two'].map(here));
      await inTenure({ log, group: 'g', topic: letters }, (tenure) =>
        tenure.commit(
          [text(copies, 'k', 'ONE'), text(copies, 'k', 'named', { partition: 0 }), text(stock, 'seen', '1', { partition: 0 })],
          1,
        ),
      );
      await log.close();
      const again = await reopen();
      expect((await texts(again, copies)).sort()).toEqual(['ONE', 'named']);
      expect(await texts(again, stock)).toEqual(['1']);
      const rest = await inTenure({ log: again, group: 'g', topic: letters }, (tenure) => tenure.read(tenure.position, 10));
      expect(rest.map(textOf)).toEqual(['two']);
    }),
  );

  test(
    'truth 4: a commit that fails moves nothing, and the next one may succeed',
    onLog(make, async ({ log }) => {
      await log.append(['one', 'two'].map(here));
      await inTenure({ log, group: 'g', topic: letters }, async (tenure) => {
        const impossible = text(copies, 'k', 'x', { partition: log.partitions(copies) });
        await expect(tenure.commit([text(copies, 'k', 'x'), text(stock, 'k', 'x'), impossible], 1)).rejects.toThrow(RangeError);
        expect(tenure.position).toBe(0);
        expect([...(await texts(log, copies)), ...(await texts(log, stock))]).toEqual([]);
        expect((await committed(log, 'g'))[0]).toBe(0);
        await tenure.commit([text(copies, 'k', 'y')], 1);
      });
      expect(await texts(log, copies)).toEqual(['y']);
      expect((await committed(log, 'g'))[0]).toBe(1);
    }),
  );

  test(
    'truth 4: a second holder fences the first, whose commit fails and leaves nothing',
    onLog(make, async ({ log, reopen }) => {
      const everywhere = Array.from({ length: log.partitions(letters) }, (_, partition) => partition);
      await log.append(everywhere.map((partition) => text(letters, 'k', 'one', { partition })));
      const zombie = hold({ log, group: 'g', topic: letters });
      const old = await zombie.first;

      const stop = new AbortController();
      let taken: (tenure: Tenure) => void = () => {};
      const first = new Promise<Tenure>((resolve) => {
        taken = resolve;
      });
      const run = async (tenure: Tenure): Promise<void> => {
        taken(tenure);
        await aborted(tenure.signal);
      };
      const successor = (await reopen()).consume({ group: 'g', topic: letters, run }, stop.signal);
      const { partition } = await first;

      const fenced = old.find((tenure) => tenure.partition === partition);
      await expect(fenced?.commit([text(copies, 'k', 'zombie'), text(stock, 'k', 'zombie')], 1)).rejects.toThrow(Fenced);
      expect(fenced?.position).toBe(0);
      expect([...(await texts(log, copies)), ...(await texts(log, stock))]).toEqual([]);
      expect((await committed(log, 'g'))[partition]).toBe(0);

      await (await first).commit([text(copies, 'k', 'heir')], 1);
      expect(await texts(log, copies)).toEqual(['heir']);
      expect((await committed(log, 'g'))[partition]).toBe(1);
      stop.abort();
      await successor;
      await zombie.release();
    }),
  );

  test(
    'truth 4: a copier that crashes again and again, before and after its commits, copies each record once',
    onLog(make, async ({ log, reopen }) => {
      const total = 120;
      await log.append(Array.from({ length: total }, (_, n) => text(letters, `key ${n}`, String(n))));
      let chances = 0;
      const crashes = () => ++chances % 5 === 0 && chances < 40;
      let current = log;
      while (!(await live(current, total, crashes))) {
        await current.close();
        current = await reopen();
      }
      expect(chances).toBeGreaterThan(5);
      const numbers = (records: readonly LogRecord[]) => records.map((record) => Number(textOf(record)));
      expect(numbers(await readTopic(current, copies)).sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, n) => n));
      const latest = new Map((await readTopic(current, stock)).map((record) => [record.partition, Number(textOf(record))]));
      expect([...latest.values()].reduce((a, b) => a + b)).toBe(total);
    }),
  );
}
