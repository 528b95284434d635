import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import type { ApiDocument } from '../../packages/http/api-document.ts';
import type { JsonSchema } from '../../packages/http/json-schema.ts';
import type { Answer } from '../../packages/http/route.ts';
import { topics } from '../../packages/model/topics.ts';
import { type AnyRequest, anyRequest } from './any-request.ts';
import { adminToken, cityApi } from './city-api.ts';
import { floats } from './float-device.ts';
import { noon, runningCity, send } from './running-city.ts';
import { heard, Sensor } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const sensor = new Sensor(1);
const forger = new Sensor(2);
const hour = 3_600_000;

let city: TestCity;
let app: Awaited<ReturnType<typeof cityApi>>;
let document: ApiDocument;
beforeAll(async () => {
  city = await runningCity([sensor]);
  const frames = [1, 2, 3, 4].map((n) => heard(sensor.frame(n, floats(n + 0.5, -n, Number.NaN)), noon - 3 * hour + n * hour));
  await send(city, ...frames, heard(sensor.frame(9, floats(1), forger), noon), {
    topic: 'eu868/gateway/x/event/up',
    payload: Buffer.from('no frame'),
  });
  app = await cityApi(city, true);
  document = (await app.inject('/api/v1/openapi.json')).json<ApiDocument>();
});
afterAll(async () => {
  await app.close();
  await city.dispose();
});

test('law: every route is in the document, and every one in the document is there', () => {
  const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  const added = app.knownRoutes.all.filter((route) => !/^(HEAD|OPTIONS) /.test(route));
  expect(added.toSorted()).toEqual(documented.toSorted());
  expect(documented.length).toBeGreaterThan(15);
});

test.each(['fr', 'en'])('the document in %s is right OpenAPI 3.1', async (language) => {
  const answer = (await app.inject(`/api/v1/openapi.json?lang=${language}`)).json<ApiDocument>();
  const { valid, errors } = await new Validator().validate({ ...answer });
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(answer.openapi).toBe('3.1.0');
});

test('every route has its sentence in both languages, every parameter its meaning, and no two the same name', async () => {
  const french = (await app.inject('/api/v1/openapi.json?lang=fr')).json<ApiDocument>();
  const ids: string[] = [];
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, { operationId, summary, parameters }] of Object.entries(methods)) {
      ids.push(operationId);
      expect(summary).not.toBe(french.paths[path]?.[method]?.summary);
      for (const { name, description } of parameters)
        expect({ path, name, described: description !== undefined }).toMatchObject({ described: true });
    }
  }
  expect(new Set(ids).size).toBe(ids.length);
});

const named = (reference: string) => document.components['schemas']?.[reference.split('/').at(-1) ?? ''] as JsonSchema;

test('every JSON answer of data names its licence and says whether the city is simulated', async () => {
  const answers = Object.entries(document.paths).filter(([path, { get }]) => path.startsWith('/api/v1/') && get && !get.security);
  for (const [path, { get }] of answers) {
    const { schema } = get?.responses['200']?.content?.['application/json'] ?? {};
    if (!schema || path.endsWith('openapi.json')) continue;
    const { required } = typeof schema['$ref'] === 'string' ? named(schema['$ref']) : schema;
    expect({ path, required }).toEqual({ path, required: expect.arrayContaining(['licence', 'simulated']) });
  }
  expect(document.info).toMatchObject({ 'x-simulated': true, license: { url: expect.stringMatching(/^https:/) } });
});

/** Sends it; of a stream that does not end, its beginning is all. */
async function answerTo({ method, url, headers, payload }: AnyRequest) {
  const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }), payloadAsStream: true });
  const stream = answer.stream();
  const type = String(answer.headers['content-type'] ?? '').split(';')[0] ?? '';
  const parts: Buffer[] = [];
  if (type !== 'text/event-stream') for await (const part of stream) parts.push(Buffer.from(part));
  else stream.destroy();
  return { status: answer.statusCode, type, headers: answer.headers, body: Buffer.concat(parts).toString() };
}

function schemaOf({ path, method }: AnyRequest, status: number, type: string): Answer['content'][string] | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const route = app.knownRoutes.described.find((one) => one.method === wanted && one.path.replaceAll(/:(\w+)/g, '{$1}') === path);
  return route?.answers[status]?.content[type];
}

/** What the document promises of every answer. */
async function judge(request: AnyRequest): Promise<number> {
  const { status, type, headers, body } = await answerTo(request);
  const operation = document.paths[request.path]?.[request.method === 'HEAD' ? 'get' : request.method.toLowerCase()];
  expect(status).toBeLessThan(500);
  if (request.method === 'OPTIONS') expect([204, 405, 415]).toContain(status);
  else expect(Object.keys(operation?.responses ?? { 405: {} })).toContain(String(status));
  if ((request.method === 'HEAD' && operation) || status === 204 || status === 304) expect(body).toBe('');
  else if (status >= 400) expect({ type, said: JSON.parse(body) }).toMatchObject({ type: 'application/problem+json', said: { status } });
  else {
    const schema = schemaOf(request, status, type);
    expect(schema).toBeDefined();
    if (schema && schema !== 'text') {
      const said: unknown = JSON.parse(body);
      // What the schema does not name it drops: nothing may be there that is not documented.
      expect(schema.parse(said)).toEqual(said);
    }
  }
  if (!/^\/(healthz|readyz)$/.test(request.path)) expect(headers['ratelimit']).toMatch(/^"default";r=\d+;t=\d+$/);
  return status;
}

test('5 000 requests made from the document: no fault of ours, and every answer as it is documented', async () => {
  const seed = randomInt(2 ** 31);
  console.info(`requests of the seed ${seed}`);
  const waiting = (await city.records(topics.quarantine)).map((one) => (one.what === 'message' ? one.id : ''));
  const messages = (await city.stored()).map(({ message }) => message);
  const values = {
    ...{
      site: [sensor.site],
      quantity: ['pm2_5', 'air_temperature'],
      datastream: [`${sensor.site}.pm2_5`],
      bbox: ['1,46,2,47', '0,0,1,1'],
    },
    ...{ id: [...waiting, ...messages.slice(0, 3)], from: [new Date(noon - 9 * hour).toISOString()], to: [new Date(noon).toISOString()] },
    ...{ after: [Buffer.from(JSON.stringify([noon - hour, 'a', 'b'])).toString('base64url')], events: ['observation,minute', 'window'] },
  };
  const seen = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(anyRequest(document, { values, token: adminToken }), async (request) => {
      const status = await judge(request);
      seen.set(status, (seen.get(status) ?? 0) + 1);
    }),
    { numRuns: 5_000, seed, endOnFailure: true },
  );
  // The generator must reach them, or the test says little.
  for (const status of [200, 202, 204, 304, 400, 401, 404, 405, 415]) expect([...seen.keys()]).toContain(status);
  expect(seen.get(200)).toBeGreaterThan(1_000);
}, 240_000);
