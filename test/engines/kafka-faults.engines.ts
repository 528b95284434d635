import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { freePort } from '../../deploy/servers/free-port.ts';
import { KafkaServer, type KafkaVersion } from '../../deploy/servers/kafka-server.ts';
import { type Log, LogUnavailable, type Outgoing } from '../../packages/log/contract.ts';
import { openKafkaLog } from '../../packages/log/kafka/open.ts';
import { readTopic, text, textOf } from '../../packages/log/suite/on-log.ts';
import { copies, letters, stock, suiteTopics } from '../../packages/log/suite/topics.ts';
import { untilDone } from '../../packages/stage/back-off.ts';
import { runStage, type Stage } from '../../packages/stage/run-stage.ts';
import { CutProxy } from '../faults/cut-proxy.ts';

/** A Kafka of its own, to be reached over a wire that can be cut, and to be killed. */
let folder: string;
let wire: CutProxy;
let server: KafkaServer;
let log: Log;
let failures: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-kafka-'));
  const port = await freePort();
  wire = await CutProxy.open(port);
  const version = (process.env['VIGIE_TEST_KAFKA_VERSION'] ?? '4.4') as KafkaVersion;
  server = await KafkaServer.start({ folder, port, advertisedPort: wire.port, version });
}, 180_000);

afterAll(async () => {
  await server.stop();
  await wire.close();
  await rm(folder, { recursive: true });
});

let logs = 0;
beforeEach(async () => {
  failures = 0;
  const settings = { brokers: [`127.0.0.1:${wire.port}`], prefix: `faults-${++logs}`, clientId: 'faults', sessionTimeout: 2_000 };
  log = await openKafkaLog({ ...settings, topics: suiteTopics });
});
afterEach(() => log.close());

/** Copies each record under its own place, and counts in the state. */
const copier: Stage = {
  group: 'copy',
  topic: letters,
  batch: 20,
  begin: async (tenure) => {
    let count = 0;
    for await (const record of tenure.state(stock)) count = Number(textOf(record));
    return async (records) => {
      count += records.length;
      const outputs = records.map(({ partition, offset, key }) => text(copies, key, `${partition}/${offset}`));
      return [...outputs, text(stock, 'count', String(count), { partition: tenure.partition })];
    };
  },
};

const backOff = { first: 20, most: 500 };
const patiently = (signal: AbortSignal) => ({
  transient: (error: unknown) => error instanceof LogUnavailable,
  report: () => {
    failures += 1;
  },
  ...{ signal, backOff },
});

/** Appends and copies while `trouble` lasts; then everything that was appended must have been copied, once. */
async function copyThrough(trouble: () => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const watch = { committed: () => {}, failed: () => (failures += 1), left: () => {} };
  const copying = runStage(copier, log, watch, stop.signal, backOff);
  const appended = new AbortController();
  const appending = appendUntil(appended.signal);
  await trouble().finally(() => appended.abort());
  const asked = await appending;
  for (;;) {
    const standings = await untilDone(() => log.standing('copy', letters), patiently(stop.signal));
    if (standings.every(({ committed, end }) => committed === end)) break;
    await delay(50);
  }
  stop.abort();
  await copying;
  const written = (await readTopic(log, letters)).map(({ partition, offset }) => `${partition}/${offset}`);
  const copied = (await readTopic(log, copies)).map((record) => textOf(record) ?? '');
  expect(copied.sort()).toEqual(written.sort());
  expect(written.length).toBeGreaterThanOrEqual(asked);
  const counts = new Map((await readTopic(log, stock)).map((record) => [record.partition, Number(textOf(record))]));
  expect([...counts.values()].reduce((all, one) => all + one, 0)).toBe(written.length);
}

async function appendUntil(signal: AbortSignal): Promise<number> {
  const never = new AbortController().signal;
  let asked = 0;
  while (!signal.aborted) {
    const records: Outgoing[] = Array.from({ length: 5 }, () => text(letters, `key ${asked++}`, 'x'));
    await untilDone(() => log.append(records), patiently(never));
    await delay(5);
  }
  return asked;
}

test('truth 4: connections that are cut at any moment, commits among them, neither lose nor double anything', async () => {
  await copyThrough(async () => {
    for (let cuts = 0; cuts < 40; cuts++) {
      await delay(60 + ((cuts * 37) % 140));
      wire.cut();
    }
  });
  expect(failures).toBeGreaterThan(0);
}, 180_000);

test('truths 4 and 7: a server that is killed and comes back: each record is copied once, and everything goes on by itself', async () => {
  await copyThrough(async () => {
    for (let kills = 0; kills < 2; kills++) {
      await delay(1_500);
      await server.process.stop('SIGKILL');
      await delay(500);
      await server.process.start();
    }
    await delay(1_000);
  });
  expect(failures).toBeGreaterThan(0);
}, 240_000);

test('truth 7: a wire that goes silent: everything goes on when it speaks again', async () => {
  await copyThrough(async () => {
    await delay(1_000);
    wire.hush();
    await delay(7_000);
    wire.speak();
  });
}, 180_000);
