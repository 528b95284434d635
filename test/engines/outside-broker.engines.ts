import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { MosquittoServer } from '../../deploy/servers/mosquitto-server.ts';
import type { Log } from '../../packages/log/contract.ts';
import { openLog } from '../../packages/log/open.ts';
import { decode } from '../../packages/model/contents.ts';
import { topics } from '../../packages/model/topics.ts';
import { logLines } from '../../packages/observe/log-line.ts';
import { Metrics } from '../../packages/observe/metrics.ts';
import type { IngestSettings } from '../../services/ingest/config.ts';
import { pushSettings } from '../../services/ingest/push-settings.ts';
import { startIngest } from '../../services/ingest/start-ingest.ts';

let server: MosquittoServer;
let serverFolder: string;
beforeAll(async () => {
  serverFolder = await mkdtemp(join(tmpdir(), 'vigie-mosquitto-'));
  server = await MosquittoServer.start({ folder: serverFolder });
});
afterAll(async () => {
  await server.stop();
  await rm(serverFolder, { recursive: true });
});

describe.each([4, 5] as const)('a real Mosquitto, MQTT protocol level %i', (protocolVersion) => {
  let folder: string;
  let log: Log;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vigie-outside-'));
    log = await openLog({ engine: 'sqlite', folder, partitions: 1 });
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  const gateway = 'eu868/gateway/0016c001f153a14c/event/stats';
  const settings = (clientId: string): IngestSettings => ({
    sources: [
      {
        name: 'city',
        format: 'chirpstack',
        stream: 'frames',
        broker: { url: server.url, clientId, protocolVersion, mostUnacknowledged: 5_000, sessionExpirySeconds: 3_600 },
      },
    ],
    embedded: { enabled: false, host: '127.0.0.1', port: 0, username: 'vigie', mostClients: 1, mostPerSecond: 1 },
    push: pushSettings.parse({}),
    batch: 1_000,
  });

  async function ingesting(clientId: string) {
    const metrics = new Metrics();
    const ingest = await startIngest(settings(clientId), { log, lines: logLines('test', 'silent'), metrics, password: '' });
    return { ingest, metrics };
  }

  async function publish(from: number, to: number): Promise<void> {
    const client = await mqtt.connectAsync(server.url, { protocolVersion });
    await Promise.all(Array.from({ length: to - from }, (_, n) => client.publishAsync(gateway, `{"n":${from + n}}`, { qos: 1 })));
    await client.endAsync();
  }

  async function held(atLeast: number): Promise<number[]> {
    const numbers = async () =>
      (await log.read(topics.messages, 0, 0, 100_000)).map(
        ({ value }) =>
          (JSON.parse(Buffer.from(decode(topics.messages, value ?? new Uint8Array()).payload, 'base64').toString()) as { n: number }).n,
      );
    for (let found = await numbers(); ; found = await numbers()) {
      if (new Set(found).size >= atLeast) return found;
      await log.changed([topics.messages], AbortSignal.timeout(500));
    }
  }

  /** The session must exist before something is published for it. */
  async function subscribed(clientId: string): Promise<void> {
    const { ingest } = await ingesting(clientId);
    let n = -1;
    while ((await log.standing('any', topics.messages))[0]?.end === 0) {
      await publish(n, n + 1);
      n -= 1;
      await log.changed([topics.messages], AbortSignal.timeout(200));
    }
    await ingest.close();
  }

  /** A message comes through: whoever takes its place at the broker has written to the log, and could not while that is locked. */
  async function connected(log: Log): Promise<void> {
    const end = async () => (await log.standing('any', topics.messages))[0]?.end ?? 0;
    const before = await end();
    await publish(-1_000, -999);
    while ((await end()) === before) await log.changed([topics.messages], AbortSignal.timeout(200));
  }

  test('every message that the broker brings is in the log, in order', async () => {
    const clientId = `in-order-${protocolVersion}`;
    await subscribed(clientId);
    const { ingest } = await ingesting(clientId);
    await publish(0, 2_000);
    const found = (await held(2_001)).filter((n) => n >= 0);
    expect(found).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
    await ingest.close();
  });

  test('what was published while Vigie was away comes when it is back', async () => {
    const clientId = `away-${protocolVersion}`;
    await subscribed(clientId);
    await publish(0, 1_500);
    const { ingest } = await ingesting(clientId);
    const found = new Set((await held(1_501)).filter((n) => n >= 0));
    expect(found.size).toBe(1_500);
    await ingest.close();
  });

  test('truth 1: what the log does not hold is not acknowledged, and the broker brings it again', async () => {
    const clientId = `late-${protocolVersion}`;
    await subscribed(clientId);
    const first = await ingesting(clientId);
    await connected(log);
    const locked = new Database(join(folder, 'log.db'));
    locked.exec('BEGIN IMMEDIATE');
    await publish(0, 300);
    await waitingAtLeast(first.metrics, 1);
    const closing = first.ingest.close();
    await closing;
    locked.exec('ROLLBACK');
    locked.close();
    expect((await log.read(topics.messages, 0, 0, 10_000)).length).toBeLessThan(300);
    const second = await ingesting(clientId);
    const found = new Set((await held(302)).filter((n) => n >= 0));
    expect(found.size).toBe(300);
    await second.ingest.close();
  });
});

async function waitingAtLeast(metrics: Metrics, n: number): Promise<void> {
  while (!new RegExp(`^vigie_ingest_waiting_messages [${n}-9]`, 'm').test(await metrics.text())) await new Promise(setImmediate);
}
