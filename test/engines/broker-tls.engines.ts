import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mqtt from 'mqtt';
import { freePort } from '../../deploy/servers/free-port.ts';
import { listening } from '../../deploy/servers/listening.ts';
import { ServerProcess } from '../../deploy/servers/server-process.ts';
import { openLog } from '../../packages/log/open.ts';
import { decode } from '../../packages/model/contents.ts';
import { topics } from '../../packages/model/topics.ts';
import { logLines } from '../../packages/observe/log-line.ts';
import { Metrics } from '../../packages/observe/metrics.ts';
import { checkSource } from '../../services/ingest/check-source.ts';
import { type BrokerSettings, ingestSettings, sourceSchema } from '../../services/ingest/config.ts';
import { startIngest } from '../../services/ingest/start-ingest.ts';
import { Authority, type Certificate } from './certificates.ts';

const serverName = 'broker.example';
const gateway = 'eu868/gateway/0016c001f153a14c/event/stats';

let folder: string;
let ours: Authority;
let client: Certificate;
let stranger: Certificate;
let strict: TlsBroker;
let open: TlsBroker;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-tls-'));
  ours = await Authority.found(folder, 'ours');
  client = await ours.issue('vigie');
  stranger = await (await Authority.found(folder, 'others')).issue('stranger');
  const server = await ours.issue(serverName);
  strict = await startBroker('strict', server, ['require_certificate true', 'use_identity_as_username true']);
  open = await startBroker('open', server, ['allow_anonymous true']);
});
afterAll(async () => {
  await strict.process.stop();
  await open.process.stop();
  await rm(folder, { recursive: true });
});

type Tls = Partial<Pick<BrokerSettings, 'caFile' | 'certFile' | 'keyFile' | 'serverName'>>;

interface TlsBroker {
  readonly url: string;
  readonly process: ServerProcess;
}

/** A real Mosquitto that speaks TLS alone. */
async function startBroker(name: string, { certFile, keyFile }: Certificate, who: readonly string[]): Promise<TlsBroker> {
  const port = await freePort();
  const file = join(folder, `${name}.conf`);
  const lines = [`listener ${port} 127.0.0.1`, `cafile ${ours.caFile}`, `certfile ${certFile}`, `keyfile ${keyFile}`, ...who];
  // Started by root, Mosquitto becomes another user, who may not read here.
  if (process.getuid?.() === 0) lines.push('user root');
  await writeFile(file, `${lines.join('\n')}\n`);
  const says = join(folder, `${name}.log`);
  const server = new ServerProcess({ program: 'mosquitto', parameters: ['-c', file], says, ready: () => listening(port) });
  await server.start();
  return { url: `mqtts://127.0.0.1:${port}`, process: server };
}

function sourceOf(name: string, { url }: TlsBroker, protocolVersion: 4 | 5, tls: Tls) {
  return sourceSchema.parse({ name, broker: { url, protocolVersion, ...tls } });
}

async function publishUntil(broker: TlsBroker, isThere: () => Promise<boolean>): Promise<void> {
  const { certFile, keyFile } = client;
  const files = { ca: readFileSync(ours.caFile), cert: readFileSync(certFile), key: readFileSync(keyFile) };
  const publisher = await mqtt.connectAsync(broker.url, { ...files, servername: serverName });
  while (!(await isThere())) await publisher.publishAsync(gateway, '{}', { qos: 1 });
  await publisher.endAsync();
}

test('several brokers at once over TLS, one by our certificate and MQTT 5, one without and MQTT 3.1.1', async () => {
  const log = await openLog({ engine: 'sqlite', folder, partitions: 1 });
  const caFile = ours.caFile;
  const sources = [sourceOf('strict', strict, 5, { caFile, serverName, ...client }), sourceOf('open', open, 4, { caFile, serverName })];
  const settings = ingestSettings.parse({ embedded: { enabled: false }, sources });
  const lines = logLines('test', 'silent');
  const ingest = await startIngest(settings, { log, lines, metrics: new Metrics(), password: '' });
  const heardFrom = async () => {
    const records = await log.read(topics.messages, 0, 0, 100_000);
    return new Set(records.map(({ value }) => decode(topics.messages, value ?? new Uint8Array()).source));
  };
  await publishUntil(strict, async () => (await heardFrom()).has('strict'));
  await publishUntil(open, async () => (await heardFrom()).has('open'));
  expect(await heardFrom()).toEqual(new Set(['strict', 'open']));
  await ingest.close();
  await log.close();
});

test.each([4, 5] as const)('MQTT level %i: a check says what is wrong with certificates, on either side', async (protocolVersion) => {
  const caFile = ours.caFile;
  const found = async (broker: TlsBroker, tls: Tls) => (await checkSource(sourceOf('city', broker, protocolVersion, tls))).found.en;
  const notTrusted = 'its certificate cannot be trusted from here.';
  expect(await found(strict, { caFile, serverName, ...client })).toBe('lets us in and lets us subscribe.');
  expect(await found(open, { caFile, serverName })).toBe('lets us in and lets us subscribe.');
  expect(await found(open, {})).toBe(notTrusted);
  expect(await found(open, { caFile })).toBe(notTrusted);
  expect(await found(open, { caFile, serverName: 'other.example' })).toBe(notTrusted);
  expect(await found(open, { caFile: stranger.certFile, serverName })).toBe(notTrusted);
  expect(await found(strict, { caFile, serverName })).toBe('does not accept our certificate, or wants one.');
  expect(await found(strict, { caFile, serverName, ...stranger })).toBe('does not accept our certificate, or wants one.');
  expect(await found(strict, { caFile: join(folder, 'nowhere'), serverName })).toMatch(/^a file of its certificates cannot be read/);
});

test('a certificate without its key is refused in the settings', () => {
  const broker = { url: strict.url, certFile: client.certFile };
  expect(sourceSchema.safeParse({ name: 'city', broker }).success).toBe(false);
});
