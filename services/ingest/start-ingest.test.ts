import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import mqtt from 'mqtt';
import { freePort } from '../../deploy/servers/free-port.ts';
import type { Log } from '../../packages/log/contract.ts';
import { openLog } from '../../packages/log/open.ts';
import { topics } from '../../packages/model/topics.ts';
import { logLines } from '../../packages/observe/log-line.ts';
import { Metrics } from '../../packages/observe/metrics.ts';
import { ingestSettings } from './config.ts';
import { startIngest } from './start-ingest.ts';

let folder: string;
let log: Log;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-ingest-'));
  log = await openLog({ engine: 'sqlite', folder, partitions: 1 });
});
afterEach(async () => {
  await log.close();
  await rm(folder, { recursive: true });
});

const password = 'a password';
const start = (settings: object, metrics = new Metrics()) =>
  startIngest(ingestSettings.parse(settings), { log, lines: logLines('test', 'silent'), metrics, password });

test('truth 1: a publish of several frames is acknowledged when the log holds each as a message', async () => {
  const sources = [
    { name: 'bridge', format: 'semtech-udp' },
    { name: 'gateways', format: 'chirpstack' },
  ];
  const metrics = new Metrics();
  const ingest = await start({ sources, embedded: { port: 0 } }, metrics);
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${ingest.port}`, { username: 'vigie', password });
  const rxpk = ['QF3NmQGAAAABjMFo8_QYLxSxSw', 'QDQSCyaACQABVjzQsM-xLA', 'QDQSCyaACQABVjzQsM-xLA'].map((data) => ({ data }));
  await client.publishAsync('pktfwdbr/0016c001ff10a235/rx/unconfirmed', JSON.stringify({ rxpk, stat: {} }), { qos: 1 });
  expect(await log.read(topics.messages, 0, 0, 100)).toHaveLength(4);
  expect(await metrics.text()).toContain('vigie_messages_accepted_total{source="bridge"} 4');
  await client.endAsync();
  await ingest.close();
});

test('a port to push to that is taken stops the start, and nothing stays open', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port: taken } = other.address() as AddressInfo;
  const embedded = { port: await freePort() };
  await expect(start({ embedded, push: { enabled: true, port: taken } })).rejects.toThrow(/EADDRINUSE/);
  other.close();
  const ingest = await start({ embedded, push: { enabled: true, port: taken } });
  expect([ingest.port, ingest.pushPort]).toEqual([embedded.port, taken]);
  await ingest.close();
});
