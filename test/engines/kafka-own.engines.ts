import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import { Fenced, type Log, LogUnavailable, type Outgoing } from '../../packages/log/contract.ts';
import { Commits } from '../../packages/log/kafka/commits.ts';
import { Batch, clusterOf } from '../../packages/log/kafka/internals.ts';
import { openKafkaLog } from '../../packages/log/kafka/open.ts';
import { slicesOf } from '../../packages/log/kafka/slices.ts';
import { TopicNames } from '../../packages/log/kafka/topic-names.ts';
import { inTenure, readAll, text, textOf } from '../../packages/log/suite/on-log.ts';
import { copies, letters, stock, suiteTopics } from '../../packages/log/suite/topics.ts';
import { outsider, ownLog, removeOwnLogs } from './own-log.ts';

const settings = { ...ownLog(), topics: suiteTopics, sessionTimeout: 6_000 };
const names = new TopicNames(settings, suiteTopics);
const kafka = outsider();
let admin: Admin;
let log: Log;

beforeAll(async () => {
  admin = kafka.admin();
  await admin.connect();
  log = await openKafkaLog(settings);
}, 60_000);
afterAll(async () => {
  await log.close();
  await removeOwnLogs(admin);
  await admin.disconnect();
});

/** The client, with a connection that breaks at the end of the first transaction. */
function breaking(when: 'before' | 'after'): Kafka {
  let whole = false;
  const producer: Kafka['producer'] = (options) => {
    const made = kafka.producer(options);
    const transaction = async () => {
      const begun = await made.transaction();
      const commit = async () => {
        if (whole || when === 'after') await begun.commit();
        if (!whole) {
          whole = true;
          throw new kafkajs.KafkaJSConnectionError('The connection is broken');
        }
      };
      return { ...begun, commit };
    };
    return { ...made, transaction };
  };
  return Object.assign(Object.create(kafka), { producer });
}

const here = (value: string) => text(letters, 'k', value, { partition: 0 });

test('the installed kafkajs is the one whose inside is used, and has that inside', async () => {
  expect(createRequire(import.meta.url)('kafkajs/package.json')).toMatchObject({ version: '2.2.4' });
  const cluster = clusterOf(kafka);
  await cluster.connect();
  await cluster.addMultipleTargetTopics([names.of(letters)]);
  const [node = ''] = Object.keys(cluster.findLeaderForPartitions(names.of(letters), [0]));
  const broker = await cluster.findBroker({ nodeId: node });
  expect([typeof broker.fetch, typeof broker.listOffsets, typeof Batch]).toEqual(['function', 'function', 'function']);
  await cluster.disconnect();
});

describe('commits', () => {
  const about = { kafka, group: names.group('commits'), topic: names.of(letters), partition: 0 };
  const open = (transactionalId: string) => Commits.open({ ...about, admin, transactionalId: `${settings.prefix}.${transactionalId}` });
  const commitment = (outputs: readonly Outgoing[], next: number) => ({
    ...{ outputs, slices: slicesOf(outputs, names), next, offset: next, passing: false },
  });

  test('truth 4: a fenced holder is refused for ever and does not fence its heir', async () => {
    const zombie = await open('zombie');
    const heir = await open('zombie');
    await expect(zombie.commit(commitment([text(copies, 'k', 'zombie')], 1))).rejects.toThrow(Fenced);
    await expect(zombie.commit(commitment([text(copies, 'k', 'zombie')], 1))).rejects.toThrow(Fenced);
    await heir.commit(commitment([text(copies, 'k', 'heir', { partition: 0 })], 1));
    expect(heir.offset).toBe(1);
    await Promise.all([zombie.close(), heir.close()]);
    await expect(heir.commit(commitment([], 2))).rejects.toThrow(Fenced);
    expect((await readAll(log, copies, 0)).map(textOf)).toEqual(['heir']);
  });

  test.each(['after', 'before'] as const)(
    'truth 4: a connection that breaks just %s a commit took place: asked again, it is there once',
    async (when) => {
      const commits = await Commits.open({
        ...about,
        kafka: breaking(when),
        admin,
        transactionalId: `${settings.prefix}.broken`,
        partition: 1,
      });
      const asked = commitment([text(copies, 'k', `broken ${when}`, { partition: 0 })], commits.offset + 1);
      await expect(commits.commit(asked)).rejects.toThrow(LogUnavailable);
      await commits.commit(asked);
      expect(commits.offset).toBe(asked.next);
      await commits.close();
      expect((await readAll(log, copies, 0)).filter((record) => textOf(record) === `broken ${when}`)).toHaveLength(1);
    },
  );

  test('truth 4: who asks for another commit than the one that took place unheard is to begin anew', async () => {
    const commits = await Commits.open({
      ...about,
      kafka: breaking('after'),
      admin,
      transactionalId: `${settings.prefix}.other`,
      partition: 2,
    });
    await expect(commits.commit(commitment([text(copies, 'k', 'one', { partition: 0 })], 1))).rejects.toThrow(LogUnavailable);
    await expect(commits.commit(commitment([text(copies, 'k', 'other', { partition: 0 })], 1))).rejects.toThrow(Fenced);
    await commits.close();
    expect((await readAll(log, copies, 0)).map(textOf)).not.toContain('other');
  });
});

test('the lag becomes 0 though markers of transactions stand at the end, and a restart reads on from there', async () => {
  await log.append(Array.from({ length: 5 }, (_, n) => here(String(n))));
  await inTenure({ log, group: 'one', topic: letters }, async (tenure) => {
    for (let n = 0; n < 5; n++) await tenure.commit([text(copies, 'k', `copy ${n}`, { partition: 1 })], n + 1);
  });
  const seen: (string | null)[] = [];
  const stop = new AbortController();
  const run = async (tenure: Parameters<Parameters<typeof inTenure>[1]>[0]): Promise<void> => {
    while (!tenure.signal.aborted && tenure.partition === 1) {
      const records = await tenure.read(tenure.position, 2);
      seen.push(...records.map(textOf));
      const last = records.at(-1);
      if (last) await tenure.commit([], last.offset + 1);
    }
  };
  const consuming = log.consume({ group: 'two', topic: copies, run }, stop.signal);
  for (;;) {
    const standing = (await log.standing('two', copies))[1];
    if (standing && standing.end > 0 && standing.committed === standing.end) break;
  }
  stop.abort();
  await consuming;
  expect(seen).toEqual(['copy 0', 'copy 1', 'copy 2', 'copy 3', 'copy 4']);
  await inTenure({ log, group: 'one', topic: letters }, (tenure) => tenure.commit([text(copies, 'k', 'copy 5', { partition: 1 })], 5));
  const next = await inTenure({ log, group: 'two', topic: copies, partition: 1 }, (tenure) => tenure.read(tenure.position, 10));
  expect(next.map(textOf)).toEqual(['copy 5']);
});

test('truth 7: what is too much for one request is appended and committed in several, in order', async () => {
  const large = (n: number) => `${n} ${'x'.repeat(500_000)}`;
  const start = (await log.standing('none', letters))[2]?.end ?? 0;
  await log.append(Array.from({ length: 24 }, (_, n) => text(letters, 'k', large(n), { partition: 2 })));
  const numbers: number[] = [];
  for (let offset = start; numbers.length < 24; ) {
    const page = await log.read(letters, 2, offset, 100);
    numbers.push(...page.map((record) => Number.parseInt(textOf(record) ?? '', 10)));
    offset = (page.at(-1)?.offset ?? offset) + 1;
  }
  expect(numbers).toEqual(Array.from({ length: 24 }, (_, n) => n));
  await inTenure({ log, group: 'large', topic: letters, partition: 2 }, (tenure) =>
    tenure.commit(
      Array.from({ length: 24 }, (_, n) => text(copies, 'k', large(n), { partition: 2 })),
      tenure.position + 1,
    ),
  );
  expect((await readAll(log, copies, 2)).map((record) => Number.parseInt(textOf(record) ?? '', 10))).toEqual(numbers);
});

test('a partition with 100 000 keys of state is taken over', async () => {
  const keys = Array.from({ length: 100_000 }, (_, n) => text(stock, `key ${n}`, 'x'.repeat(300), { partition: 0 }));
  await inTenure({ log, group: 'state', topic: letters }, (tenure) => tenure.commit(keys, tenure.position));
  const began = performance.now();
  const count = await inTenure({ log, group: 'state', topic: letters }, async (tenure) => {
    let found = 0;
    for await (const record of tenure.state(stock)) if (record.value) found += 1;
    return found;
  });
  process.stdout.write(`100 000 keys taken over in ${Math.round(performance.now() - began)} ms\n`);
  expect(count).toBe(100_000);
}, 120_000);
