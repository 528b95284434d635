import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { NetworkServerRefused } from '../refused.ts';
import { ChirpStackStandIn } from '../suite/chirpstack-stand-in.ts';
import { exampleFleet } from '../suite/example-fleet.ts';
import { ChirpStackClient } from './client.ts';
import { everyPage } from './every-page.ts';
import { readActivation } from './read-activation.ts';
import { readChirpStack } from './read-inventory.ts';

let server: ChirpStackStandIn;
let token: string;
const clients: ChirpStackClient[] = [];

beforeAll(async () => {
  server = await ChirpStackStandIn.start(exampleFleet());
});
beforeEach(() => {
  token = server.token;
  server.tenantKey = false;
});
afterAll(() => {
  for (const client of clients) client.close();
  server.stop();
});

function clientOf(url: string, timeout = 10_000): ChirpStackClient {
  const client = new ChirpStackClient({ url, token: async () => token, timeout });
  clients.push(client);
  return client;
}

const wanted = { applications: [], atOnce: 2, now: () => 1_000 };

const refusal = async (asked: Promise<unknown>) => {
  const error = await asked.catch((caught: unknown) => caught);
  if (error instanceof NetworkServerRefused) return error;
  throw new Error('It was to be refused.', { cause: error });
};

test('a session of 1.0.x has one network key, one of 1.1 three', async () => {
  const client = clientOf(server.url);
  expect(await readActivation(client, '0102030405060701', 5)).toEqual({
    devAddr: '0199cd5d',
    fNwkSIntKey: '9d0eba2b3b75fff0a407253e061e6139',
    appSKey: { key: 'e782a7879806624eee867529ce84735e' },
    since: 5,
  });
  expect(await readActivation(client, '0102030405060704', 6)).toEqual({
    devAddr: '01f21e4a',
    fNwkSIntKey: '303132333435363738393a3b3c3d3e3f',
    sNwkSIntKey: '404142434445464748494a4b4c4d4e4f',
    nwkSEncKey: '505152535455565758595a5b5c5d5e5f',
    appSKey: { key: '606162636465666768696a6b6c6d6e6f' },
    since: 6,
  });
  expect(await readActivation(client, '0102030405060709', 7)).toBeUndefined();
  expect((await refusal(readActivation(client, 'ffffffffffffffff', 8))).kind).toBe('gone');
});

test('an AppSKey that an outside join server handed over keeps its label', async () => {
  server.activate('0102030405060709', {
    ...{ devAddr: '01000009', fNwkSIntKey: '0a'.repeat(16), sNwkSIntKey: '0a'.repeat(16), nwkSEncKey: '0a'.repeat(16), appSKey: '' },
    handedOver: { kekLabel: 'kek-label', aesKey: 'ab'.repeat(24) },
  });
  const session = await readActivation(clientOf(server.url), '0102030405060709', 9);
  expect(session?.appSKey).toEqual({ kekLabel: 'kek-label', key: 'ab'.repeat(24) });
  server.activate('0102030405060709', { devAddr: '', fNwkSIntKey: '', sNwkSIntKey: '', nwkSEncKey: '', appSKey: '' });
  expect(await readActivation(clientOf(server.url), '0102030405060709', 9)).toBeUndefined();
});

test('the whole inventory: applications, profiles with codecs, devices, root keys by version, positions in tags', async () => {
  const { profiles, devices, unread } = await readChirpStack(clientOf(server.url), { ...wanted, positionTags: ['lat', 'lon'] });
  expect(unread.size).toBe(0);
  expect(profiles.map(({ name, model, codec }) => ({ name, model, codec }))).toEqual([
    { name: 'Ours', model: 'test/floats', codec: undefined },
    { name: 'Test floats', model: undefined, codec: 'function decodeUplink() {}' },
    { name: 'Whatever', model: undefined, codec: undefined },
  ]);
  expect(devices).toMatchObject([
    {
      ...{ devEui: '0102030405060701', macVersion: '1.0.3', application: 'Air', name: 'Balcon de Mme Martin' },
      rootKeys: { appKey: '000102030405060708090a0b0c0d0e0f' },
      position: { latitude: 48.8566, longitude: 2.3522 },
    },
    { devEui: '0102030405060704', macVersion: '1.1.0', rootKeys: { appKey: expect.any(String), nwkKey: expect.any(String) } },
    { devEui: '0102030405060709', macVersion: '1.0.4', application: 'Ecoles', disabled: false },
  ]);
  expect(devices[0]?.rootKeys?.nwkKey).toBeUndefined();
  expect(devices[2]?.rootKeys).toBeUndefined();
  expect(devices[2]?.joinEui).toBeUndefined();
});

test('only the applications that are named, and never more requests at once than asked for', async () => {
  const fleet = exampleFleet();
  const [first] = fleet.devices;
  if (!first) throw new Error('The fleet has no device.');
  for (let n = 0; n < 20; n++) fleet.devices.push({ ...first, devEui: n.toString(16).padStart(16, 'a') });
  await using larger = await ChirpStackStandIn.start(fleet);
  const { devices } = await readChirpStack(clientOf(larger.url), { ...wanted, atOnce: 8, applications: ['Air'] });
  expect(devices.length).toBe(22);
  expect(larger.mostAtOnce).toBeLessThanOrEqual(8);
});

test('a list is read page by page, to its end', async () => {
  const all = Array.from({ length: 1_000 }, (_, n) => n);
  const offsets: number[] = [];
  const read = async (limit: number, offset: number) => {
    offsets.push(offset);
    return all.slice(offset, offset + limit);
  };
  expect(await everyPage(read)).toEqual(all);
  expect(offsets).toEqual([0, 500, 1_000]);
});

test('a tenant’s own key needs the tenant named', async () => {
  server.tenantKey = true;
  expect((await refusal(readChirpStack(clientOf(server.url), wanted))).message).toMatch(/--tenant <id>/);
  expect((await readChirpStack(clientOf(server.url), { ...wanted, tenant: server.fleet.tenant })).devices.length).toBe(3);
});

test('a refused token, nobody there, a slow server and another kind of server are told apart', async () => {
  token = 'secret-that-is-wrong';
  const refused = await refusal(readActivation(clientOf(server.url), '0102030405060701', 1));
  expect(refused).toMatchObject({ kind: 'token', words: { fr: expect.stringMatching(/jeton/) } });
  expect(refused.message).toMatch(/register\.chirpstack\.tokenFile/);
  expect(JSON.stringify([refused, refused.cause])).not.toMatch(/secret-that-is-wrong|0102030405060701/);

  expect((await refusal(readActivation(clientOf('http://127.0.0.1:9'), '0102030405060701', 1))).kind).toBe('unreachable');

  await using silent = await otherServer(() => {});
  expect((await refusal(readActivation(clientOf(silent.url, 50), '0102030405060701', 1))).kind).toBe('slow');
  await using other = await otherServer((stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' }, { endStream: true });
  });
  expect((await refusal(readActivation(clientOf(other.url), '0102030405060701', 1))).kind).toBe('old');
});

type Stream = Parameters<Parameters<ReturnType<typeof createServer>['on']>[1]>[0] & { respond(headers: object, options: object): void };

async function otherServer(answer: (stream: Stream) => void): Promise<AsyncDisposable & { readonly url: string }> {
  const listening = createServer().on('stream', (stream) => answer(stream as Stream));
  const sessions = new Set<{ destroy(): void }>();
  listening.on('session', (session) => sessions.add(session));
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      for (const session of sessions) session.destroy();
      await new Promise((closed) => listening.close(closed));
    },
  };
}
