import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LiveCity } from './fixtures/live-city.ts';

let city: LiveCity;
beforeAll(async () => {
  city = await LiveCity.open({ limits: { mostListeners: 100, mostPerAddress: 100 } });
});
afterAll(() => city[Symbol.asyncDispose]());

test.each([
  ['events=observation,noise', 'observation, ending, minute, window, refused'],
  ['site=nowhere', '/api/v1/datastreams'],
  ['datastream=market.pm1', '/api/v1/datastreams'],
  ['quantity=pm1', '/api/v1/datastreams'],
  ['sites=market', 'no parameter sites'],
])('%s is refused, in words', async (query, words) => {
  const { status, json } = await city.get(`live?${query}`);
  expect(status).toBe(400);
  expect(json['detail']).toContain(words);
});

test.each(['x-1', 'nonsense', '', '-', '1-2-3'])('an id that is not known (%s) is answered by a reset', async (id) => {
  const stream = await city.listen('?events=minute', { 'last-event-id': id });
  expect(await stream.next()).toMatchObject({ name: 'reset', data: {} });
  expect(await stream.next()).toMatchObject({ name: 'minute' });
  const again = await city.listen('?events=minute', { 'last-event-id': stream.lastId });
  expect(await again.next()).toMatchObject({ name: 'minute' });
});

test('headers: a stream that no proxy holds back, for pages of any origin, as safe and as limited as every answer', async () => {
  const { response } = await city.listen();
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'ratelimit-policy': expect.any(String),
  });
  expect(response.headers).not.toHaveProperty('content-length');
});

test('HEAD answers at once and holds no stream', async () => {
  const before = city.live.fanOut.listeners;
  const asked = request(city.url('live'), { method: 'HEAD' }).end();
  const [{ statusCode, headers }] = await once(asked, 'response');
  expect({ statusCode, type: headers['content-type'] }).toEqual({ statusCode: 200, type: 'text/event-stream' });
  expect(city.live.fanOut.listeners).toBe(before);
});
