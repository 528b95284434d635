import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Log } from '../../packages/log/contract.ts';
import { openLog } from '../../packages/log/open.ts';
import { decode } from '../../packages/model/contents.ts';
import type { Message } from '../../packages/model/message.ts';
import { topics } from '../../packages/model/topics.ts';
import { logLines } from '../../packages/observe/log-line.ts';
import { Metrics } from '../../packages/observe/metrics.ts';
import { CaughtLines } from '../../test/path/caught-lines.ts';
import { lockFile } from '../../test/path/file-lock.ts';
import { ingestSettings } from './config.ts';
import { openPushEndpoint } from './push-endpoint.ts';
import { type PushSource, pushSettings } from './push-settings.ts';
import { type RunningIngest, startIngest } from './start-ingest.ts';

const token = 'a-token-that-nobody-guesses';
const devEui = '343737394A336F09';
const uplink = JSON.stringify({ endDevice: { devEui, devAddr: '24004F6B' }, fCntUp: 6940, fPort: 2, payload: '0027' });
const formats = { operator: 'thingpark', wanesy: 'kerlink', tts: 'the-things-stack' } as const;

let folder: string;
let log: Log;
let ingest: RunningIngest;
const caught = new CaughtLines();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-push-'));
  log = await openLog({ engine: 'sqlite', folder, partitions: 1 });
  const lines = logLines('ingest', 'debug', caught);
  const push = { enabled: true, port: 0, mostBytes: 2_048, sources: await sources() };
  const settings = ingestSettings.parse({ embedded: { enabled: false }, push });
  ingest = await startIngest(settings, { log, lines, metrics: new Metrics(), password: '', now: () => 1_700_000_000_000 });
});
afterAll(async () => {
  await ingest.close();
  await log.close();
  await rm(folder, { recursive: true });
});

async function sources(): Promise<PushSource[]> {
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, `${token}\n`, { mode: 0o600 });
  return Object.entries(formats).map(([name, format]) => ({ name, format, tokenFile }));
}

interface Sent {
  readonly path?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

const bearer = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

function push({ path = '/push/wanesy/dataUp', body = uplink, headers = bearer }: Sent = {}): Promise<Response> {
  return fetch(`http://127.0.0.1:${ingest.pushPort}${path}`, { method: 'POST', body, headers });
}

/** Messages that the log holds from this offset on. */
async function held(from = 0): Promise<Message[]> {
  const records = await log.read(topics.messages, 0, from, 100);
  return records.map(({ value }) => decode(topics.messages, value ?? new Uint8Array()));
}

test('truth 1: what was answered 200 is in the log, as its source and with the address that it came to', async () => {
  const pushed = [
    { path: '/push/wanesy/dataUp', name: 'wanesy', topic: 'push/wanesy/dataUp' },
    { path: `/push/operator?LrnDevEui=${devEui}&LrnFPort=2&Token=0123`, name: 'operator', topic: 'push/operator' },
    { path: '/push/tts/', name: 'tts', topic: 'push/tts' },
  ] as const;
  for (const [n, { path, name, topic }] of pushed.entries()) {
    const answer = await push({ path });
    expect([answer.status, await answer.json()]).toEqual([200, { accepted: true }]);
    const expected = { source: name, format: formats[name], stream: 'events', topic, retained: false, receivedTime: 1_700_000_000_000 };
    expect((await held())[n]).toEqual({ ...expected, payload: Buffer.from(uplink).toString('base64') });
  }
  expect(await held()).toHaveLength(pushed.length);
});

test('what cannot be read is kept all the same', async () => {
  const { length } = await held();
  expect((await push({ body: '{"not":' })).status).toBe(200);
  expect(await held(length)).toHaveLength(1);
});

test('truth 1: while the log cannot write there is no answer; then there is, and the log holds the message', async () => {
  const { length } = await held();
  const lock = lockFile(folder, 'log.db');
  let answered = false;
  const answer = push().finally(() => {
    answered = true;
  });
  await once(caught, 'ingest.log.waiting');
  const early = answered;
  lock.release();
  expect(early).toBe(false);
  expect((await answer).status).toBe(200);
  expect(await held(length)).toHaveLength(1);
});

test('the token may be the password of Basic, whatever the user', async () => {
  const authorization = `Basic ${Buffer.from(`anyone:${token}`).toString('base64')}`;
  expect((await push({ headers: { ...bearer, authorization } })).status).toBe(200);
});

test.each<[status: number, what: string, sent: Sent]>([
  [401, 'no token', { headers: { 'content-type': 'application/json' } }],
  [401, 'another token', { headers: { ...bearer, authorization: 'Bearer another' } }],
  [401, 'the token in another scheme', { headers: { ...bearer, authorization: `Digest ${token}` } }],
  [401, 'an unknown source', { path: '/push/nobody' }],
  [401, 'a wrong token and a body too large', { headers: { ...bearer, authorization: 'Bearer x' }, body: 'x'.repeat(3_000) }],
  [413, 'a body too large', { body: JSON.stringify('x'.repeat(3_000)) }],
  [415, 'a body that is no JSON', { headers: { ...bearer, 'content-type': 'text/plain' } }],
  [415, 'a compressed body', { headers: { ...bearer, 'content-encoding': 'gzip' } }],
  [400, 'an empty body', { body: '' }],
  [404, 'another address', { path: '/pushed/wanesy' }],
])('%i: %s', async (status, _, sent) => {
  const { length } = await held();
  const answer = await push(sent);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  expect(await answer.json()).toMatchObject({ status, detail: expect.stringMatching(/\w/) });
  expect(await held(length)).toEqual([]);
});

test('truth 11: neither token nor identifier is told', async () => {
  await push();
  await push({ path: `/push/wanesy/${devEui}`, headers: { ...bearer, authorization: 'Bearer wrong-secret' } });
  await push({ path: `/push/${devEui}?LrnDevEui=${devEui}` });
  const said = caught.all.join('');
  expect(said).toContain('ingest.push.refused');
  for (const secret of [token, 'wrong-secret', devEui, '24004F6B', '127.0.0.1']) expect(said).not.toContain(secret);
});

test('a token is drawn where there is none, for this user alone', async () => {
  const tokenFile = join(folder, 'secrets', 'push-token');
  const settings = pushSettings.parse({ port: 0, sources: [{ name: 'new', format: 'kerlink', tokenFile }] });
  const accept = () => Promise.resolve();
  const endpoint = await openPushEndpoint(settings, { accept, isFull: () => false, lines: logLines('ingest', 'silent') });
  const drawn = (await readFile(tokenFile, 'utf8')).trim();
  const headers = { ...bearer, authorization: `Bearer ${drawn}` };
  const { status } = await fetch(`http://127.0.0.1:${endpoint.port}/push/new`, { method: 'POST', body: uplink, headers });
  await endpoint.close();
  expect([drawn.length > 40, status, (await stat(tokenFile)).mode & 0o777]).toEqual([true, 200, 0o600]);
});

test.each<[what: string, accept: () => Promise<void>, isFull: boolean]>([
  ['takes too long', () => new Promise(() => {}), false],
  ['is left by a Vigie that stops', () => Promise.reject(new Error('stopped')), false],
  ['is full', () => Promise.resolve(), true],
])('503 with Retry-After where the way to the log %s', async (_, accept, isFull) => {
  const settings = pushSettings.parse({ port: 0, sources: await sources() });
  const lines = logLines('ingest', 'silent');
  const endpoint = await openPushEndpoint(settings, { accept, isFull: () => isFull, lines, patience: 20 });
  const answer = await fetch(`http://127.0.0.1:${endpoint.port}/push/wanesy`, { method: 'POST', body: uplink, headers: bearer });
  await endpoint.close();
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
});

test('two sources of one name are refused, and so is a token in the settings', () => {
  const source = { name: 'wanesy', format: 'kerlink', tokenFile: 'x' };
  expect(pushSettings.safeParse({ sources: [source, source] }).success).toBe(false);
  expect(pushSettings.safeParse({ sources: [{ ...source, token }] }).success).toBe(false);
});
