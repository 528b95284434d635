import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { logLines } from '../observe/log-line.ts';
import { Metrics } from '../observe/metrics.ts';
import { requireToken } from './admin-token.ts';
import { openServer } from './open-server.ts';
import { answerPages } from './page-policy.ts';
import { Problem } from './problem.ts';
import { declareRoute, json } from './route.ts';

const said: string[] = [];
const most = 100;
let app: FastifyInstance;
let value = 1;

beforeEach(async () => {
  value = 1;
  const lines = logLines('test', 'debug', { write: (line) => said.push(line) });
  const settings = { host: '127.0.0.1', port: 0, mostRequests: most, proxies: [] };
  app = await openServer(settings, { lines, metrics: new Metrics(), notReady: async () => undefined });
  const summary = { fr: 'Une chose.', en: 'A thing.' };
  const answers = { 200: json({ fr: 'La.', en: 'It.' }, z.object({ value: z.number() })) };
  const data = { chapter: 'data', summary, answers } as const;
  declareRoute(app, { ...data, method: 'GET', path: '/thing', answer: () => ({ value }) });
  declareRoute(app, { ...data, method: 'GET', path: '/secret', token: requireToken('the-token'), answer: () => ({ value }) });
  declareRoute(app, {
    ...{ ...data, method: 'GET', path: '/things/:id', params: z.strictObject({ id: z.string().max(3, 'wants three letters') }) },
    query: z.strictObject({ n: z.coerce.number('wants a number').default(7) }),
    answer: ({ params, query }) => ({ ...params, ...query }),
  });
  declareRoute(app, {
    ...{ ...data, method: 'GET', path: '/kept' },
    answer: ({ reply }) => reply.header('cache-control', 'public, max-age=60').send({ value }),
  });
  declareRoute(app, {
    ...{ ...data, method: 'GET', path: '/none' },
    answer: () => {
      throw new Problem(404, 'None', 'There is none.');
    },
  });
  declareRoute(app, { ...data, method: 'GET', path: '/stream', answer: ({ reply }) => reply.send(Readable.from(['a', 'b'])) });
  declareRoute(app, { ...data, method: 'GET', path: '/broken', answer: ({ reply }) => reply.send(Readable.from(broken())) });
  declareRoute(app, { ...data, method: 'POST', path: '/thing', answer: () => ({ value: 3 }) });
});
afterEach(async () => {
  await app.close();
  said.length = 0;
});

async function* broken() {
  yield 'a';
  throw new TypeError('secret 0102030405060708');
}

type Method = 'GET' | 'HEAD' | 'POST' | 'OPTIONS';
const ask = (method: Method, url: string, headers: Record<string, string> = {}) => app.inject({ method, url, headers });

test('parameters come checked, with what is usual; what is wrong is named', async () => {
  expect((await ask('GET', '/things/abc')).json()).toEqual({ id: 'abc', n: 7 });
  expect((await ask('GET', '/things/abc?n=8')).json()).toEqual({ id: 'abc', n: 8 });
  for (const [url, words] of [
    ['/things/abcd', 'id: wants three letters'],
    ['/things/abc?n=x', 'n: wants a number'],
    ['/thing?n=1', 'There is no parameter n here.'],
  ] as const) {
    const answer = await ask('GET', url);
    expect({ status: answer.statusCode, detail: answer.json<{ detail: string }>().detail }).toEqual({ status: 400, detail: words });
  }
});

test('an answer keeps its ETag while it is the same, and who has it gets 304 without a body', async () => {
  const first = await ask('GET', '/thing');
  const tag = String(first.headers['etag']);
  expect(tag).toMatch(/^"[\w-]{27}"$/);
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
    for (const method of ['GET', 'HEAD'] as const) {
      const again = await ask(method, '/thing', { 'if-none-match': known });
      expect({ status: again.statusCode, body: again.body, tag: again.headers['etag'] }).toEqual({ status: 304, body: '', tag });
      expect([undefined, first.headers['content-length']]).toContain(again.headers['content-length']);
      expect(again.headers).toMatchObject({ 'cache-control': 'no-cache', 'access-control-allow-origin': '*' });
    }
  }
  value = 2;
  const changed = await ask('GET', '/thing', { 'if-none-match': tag });
  expect(changed.statusCode).toBe(200);
  expect(changed.headers['etag']).not.toBe(tag);
});

test('HEAD says what GET says, without the body', async () => {
  const [head, get] = [await ask('HEAD', '/thing'), await ask('GET', '/thing')];
  for (const name of ['etag', 'content-type', 'content-length', 'cache-control']) expect(head.headers[name]).toBe(get.headers[name]);
  expect(head.body).toBe('');
});

test('what is refused, what streams and what is done have no ETag', async () => {
  for (const [method, url] of [
    ['GET', '/none'],
    ['GET', '/stream'],
    ['POST', '/thing'],
  ] as const) {
    expect((await ask(method, url, { 'if-none-match': '*' })).headers).not.toHaveProperty('etag');
  }
  expect((await ask('GET', '/none', { 'if-none-match': '*' })).statusCode).toBe(404);
  expect((await ask('GET', '/none')).headers['cache-control']).toBe('no-store');
});

test('everyone asks anew, unless the route says for how long an answer stands; what a token opens is kept by nobody', async () => {
  expect((await ask('GET', '/thing')).headers['cache-control']).toBe('no-cache');
  expect((await ask('GET', '/kept')).headers['cache-control']).toBe('public, max-age=60');
  expect((await ask('GET', '/secret', { authorization: 'Bearer the-token' })).headers['cache-control']).toBe('no-store');
});

test('pages of any origin may read what anyone may, refusals too, and nothing else', async () => {
  for (const url of ['/thing', '/none', '/thing?m=1', '/stream', '/healthz']) {
    const { headers } = await ask('GET', url, { origin: 'https://example.org' });
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' });
    for (const name of ['Link', 'ETag', 'RateLimit', 'RateLimit-Policy', 'Retry-After']) {
      expect(headers['access-control-expose-headers']).toContain(name);
    }
  }
  for (const [method, url] of [
    ['GET', '/secret'],
    ['POST', '/thing'],
    ['GET', '/nowhere'],
    ['OPTIONS', '/secret'],
  ] as const) {
    expect((await ask(method, url, { origin: 'https://example.org' })).headers).not.toHaveProperty('access-control-allow-origin');
  }
});

test('a browser that asks before it asks is told what it may send', async () => {
  const headers = {
    origin: 'https://example.org',
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'if-none-match',
  };
  const answer = await ask('OPTIONS', '/thing', headers);
  expect(answer.statusCode).toBe(204);
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, HEAD, OPTIONS',
    'access-control-allow-headers': expect.stringContaining('If-None-Match'),
  });
  expect((await ask('OPTIONS', '/secret', headers)).statusCode).toBe(405);
});

test('every answer says what is left of the limit, and the last one when to come back', async () => {
  const standing = async (url: string) => {
    const { headers } = await ask('GET', url);
    expect(headers['ratelimit-policy']).toBe(`"default";q=${most};w=60`);
    return String(headers['ratelimit']);
  };
  expect(await standing('/thing')).toMatch(/^"default";r=99;t=(60|59)$/);
  expect(await standing('/nowhere')).toMatch(/^"default";r=98;/);
  expect(await standing('/thing?m=1')).toMatch(/^"default";r=97;/);
  expect((await ask('GET', '/healthz')).headers).not.toHaveProperty('ratelimit');
  for (let n = 0; n < 97; n += 1) await ask('HEAD', '/thing');
  const refused = await ask('GET', '/thing');
  expect(refused.json()).toMatchObject({ status: 429, detail: expect.stringMatching(/Retry-After/) });
  expect(refused.headers).toMatchObject({
    ratelimit: expect.stringMatching(/^"default";r=0;t=\d+$/),
    'retry-after': expect.stringMatching(/^\d+$/),
    'access-control-allow-origin': '*',
  });
});

test('a page of ours may load what is ours; an answer of the API nothing', async () => {
  await app.register(async (scope) => {
    answerPages(scope);
    scope.get('/page', async (_request, reply) => reply.type('text/html').send('<p>'));
  });
  const policy = String((await ask('GET', '/page')).headers['content-security-policy']);
  for (const one of [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "worker-src 'self' blob:",
    "img-src 'self' data: blob:",
  ]) {
    expect(policy).toContain(one);
  }
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect((await ask('GET', '/thing')).headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
});

test('truth 11: a stream that breaks off is logged by its kind, without its message', async () => {
  await expect(ask('GET', '/broken')).rejects.toThrow();
  expect(said.map((line) => JSON.parse(line))).toMatchObject([{ event: 'http.request.failed', error: 'TypeError' }]);
  expect(said.join()).not.toContain('0102030405060708');
});
