import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { LogUnavailable } from '../log/contract.ts';
import { logLines } from '../observe/log-line.ts';
import { Metrics } from '../observe/metrics.ts';
import { SeriesUnavailable } from '../series/contract.ts';
import { requireToken } from './admin-token.ts';
import { openServer } from './open-server.ts';
import { readParameters } from './read-parameters.ts';

let app: FastifyInstance;
const said: string[] = [];
afterEach(async () => {
  await app.close();
  said.length = 0;
});

const settings = { host: '127.0.0.1', port: 0, mostRequests: 1_000, proxies: [] as string[] };
const faults: Record<string, Error> = {
  ours: new TypeError('secret 0102030405060708'),
  log: new LogUnavailable('the log'),
  series: new SeriesUnavailable('the series'),
};

async function server(options: Partial<typeof settings> = {}, notReady: () => Promise<string | undefined> = async () => undefined) {
  const lines = logLines('test', 'debug', { write: (line) => said.push(line) });
  app = await openServer({ ...settings, ...options }, { lines, metrics: new Metrics(), notReady });
  app.get('/things', async ({ query }) => readParameters(z.strictObject({ n: z.coerce.number('wants a number').optional() }), query));
  app.get<{ Params: { id: string } }>('/things/:id', async ({ params }) => params);
  app.post('/things/:id/turn', { onRequest: requireToken('the-token') }, async () => ({ turned: true }));
  app.get<{ Params: { kind: string } }>('/faults/:kind', async ({ params }) => {
    throw faults[params.kind];
  });
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/tables', async ({ body }) => ({ bytes: (body as Buffer).length }));
  return app;
}

const problem = (status: number, words: RegExp) => ({
  statusCode: status,
  headers: expect.objectContaining({ 'content-type': 'application/problem+json' }),
  said: { type: 'about:blank', status, title: expect.any(String), detail: expect.stringMatching(words) },
});

async function ask(
  method: 'GET' | 'HEAD' | 'POST' | 'DELETE',
  url: string,
  more: { headers?: Record<string, string>; payload?: string } = {},
) {
  const { statusCode, headers, body } = await app.inject({ method, url, ...more });
  return { statusCode, headers, said: body.startsWith('{') ? JSON.parse(body) : body };
}

test('alive, ready, and metrics; HEAD as GET without its body', async () => {
  await server();
  expect(await ask('GET', '/healthz')).toMatchObject({ statusCode: 200, said: { status: 'alive' } });
  expect(await ask('GET', '/readyz')).toMatchObject({ statusCode: 200, said: { status: 'ready' } });
  expect((await ask('GET', '/metrics')).said).toMatch(/^# HELP vigie_/);
  expect(await ask('HEAD', '/things')).toMatchObject({ statusCode: 200, said: '' });
});

test('not ready is 503 with what is missing, while it is alive all the same', async () => {
  await server({}, async () => 'The stage "store" is held up.');
  expect(await ask('GET', '/readyz')).toMatchObject(problem(503, /held up/));
  expect(await ask('GET', '/healthz')).toMatchObject({ statusCode: 200 });
});

test('a readiness that cannot be asked is 503 too', async () => {
  await server({}, async () => {
    throw faults['log'];
  });
  expect(await ask('GET', '/readyz')).toMatchObject(problem(503, /Try again/));
});

test.each([
  ['GET', '/nowhere', 404, /^There is: .*\/things/],
  ['GET', '/things/1/2/3', 404, /^There is: /],
  ['DELETE', '/things', 405, /^It knows: GET, HEAD\.$/],
  ['GET', '/things/7/turn', 405, /^It knows: POST\.$/],
  ['DELETE', '/things/7?x=/things', 405, /^It knows: GET, HEAD\.$/],
  ['GET', '/things/%zz', 400, /not those of a right HTTP request/],
  ['GET', '/things?m=1', 400, /^There is no parameter m here\.$/],
  ['GET', '/things?n=many', 400, /^n: wants a number$/],
] as const)('%s %s is %i, in words', async (method, url, status, words) => {
  await server();
  expect(await ask(method, url)).toMatchObject(problem(status, words));
});

test('405 tells the methods in the header too', async () => {
  await server();
  expect((await ask('DELETE', '/things')).headers['allow']).toBe('GET, HEAD');
});

test('a body of another kind is 415, a body that is too large is 413', async () => {
  await server();
  const post = (type: string, payload: string) => ask('POST', '/tables', { headers: { 'content-type': type }, payload });
  expect(await post('application/json', '{}')).toMatchObject(problem(415, /text\/csv/));
  expect(await post('text/plain', 'a')).toMatchObject(problem(415, /text\/csv/));
  expect(await post('text/csv', 'x'.repeat(16 * 1024 + 1))).toMatchObject(problem(413, /several parts/));
  expect(await post('text/csv; charset=utf-8', 'a,b')).toMatchObject({ statusCode: 200, said: { bytes: 3 } });
});

test.each([undefined, 'Bearer', 'Bearer the-tokem', 'Bearer the-token2', 'Basic the-token', 'the-token'])(
  'without the token (%s) 401, and nothing is done',
  async (authorization) => {
    await server();
    const answer = await ask('POST', '/things/7/turn', authorization ? { headers: { authorization } } : {});
    expect(answer).toMatchObject(problem(401, /Authorization: Bearer/));
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(await ask('POST', '/things/7/turn', { headers: { authorization: 'Bearer the-token' } })).toMatchObject({ statusCode: 200 });
  },
);

test('truth 11: a fault of ours is told without its message, and logged by its kind', async () => {
  await server();
  const answer = await ask('GET', '/faults/ours');
  expect(answer).toMatchObject(problem(500, /The fault is logged/));
  expect(JSON.parse(said.at(-1) ?? '')).toMatchObject({ level: 'error', event: 'http.request.failed', error: 'TypeError' });
  expect(JSON.stringify(answer) + said.join()).not.toContain('0102030405060708');
});

test.each(['log', 'series'])('a %s that cannot be read now is 503 with Retry-After', async (kind) => {
  await server();
  const answer = await ask('GET', `/faults/${kind}`);
  expect(answer).toMatchObject(problem(503, /Try again in a moment/));
  expect(answer.headers['retry-after']).toBe('5');
});

test('who asks too often is told when to come back, also where nothing is; who watches over the process is not', async () => {
  await server({ mostRequests: 3 });
  await ask('GET', '/things');
  await ask('GET', '/nowhere');
  expect((await ask('GET', '/things')).statusCode).toBe(200);
  for (const url of ['/things', '/nowhere']) {
    const refused = await ask('GET', url);
    expect(refused).toMatchObject(problem(429, /Retry-After/));
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  }
  expect((await ask('GET', '/healthz')).statusCode).toBe(200);
  expect((await ask('GET', '/readyz')).statusCode).toBe(200);
});

test('clients are told apart by a proxy’s word only when the proxy is named', async () => {
  const twice = async () => {
    const codes: number[] = [];
    for (const client of ['192.0.2.1', '192.0.2.2']) {
      codes.push((await ask('GET', '/things', { headers: { 'x-forwarded-for': client } })).statusCode);
    }
    await app.close();
    return codes;
  };
  await server({ mostRequests: 1 });
  expect(await twice()).toEqual([200, 429]);
  await server({ mostRequests: 1, proxies: ['127.0.0.1'] });
  expect(await twice()).toEqual([200, 200]);
});

test('headers keep browsers from running anything, and leave TLS to the reverse proxy', async () => {
  await server();
  const { headers } = await ask('GET', '/things');
  expect(headers['content-security-policy']).toBe("default-src 'none';frame-ancestors 'none'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers).not.toHaveProperty('strict-transport-security');
  expect(headers).not.toHaveProperty('access-control-allow-credentials');
});

test('bytes that are no HTTP at all are refused, and the server goes on', async () => {
  await server();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as { port: number };
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('\u0000\u0001nonsense\r\n\r\n'));
    socket.on('data', (bytes) => {
      text += bytes;
    });
    socket.on('close', () => resolve(text)).on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
});
