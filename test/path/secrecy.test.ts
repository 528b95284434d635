import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mqtt from 'mqtt';
import type { DeclaredDevice } from '../../packages/codec/declared-device.ts';
import { topics } from '../../packages/model/topics.ts';
import { adminToken, cityApi } from './city-api.ts';
import { floatDevice, floats } from './float-device.ts';
import { publishAll, type Sent } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity } from './running-city.ts';
import { gateways, heard, registerTables, Sensor } from './sensor.ts';
import { password, type TestCity } from './test-city.ts';

const model = (name: string, body: string, quantity = 'pm2_5'): DeclaredDevice => ({
  ...floatDevice,
  model: `test/${name}`,
  codec: { id: `test/${name}@1.0.0`, script: `function decodeUplink(input) { ${body} }` },
  datastreams: [{ path: 'value', quantity }],
});
const devices = [
  floatDevice,
  model(
    'telling',
    'throw new Error("cannot read " + input.bytes.map(function (b) { return ("0" + b.toString(16)).slice(-2); }).join(""));',
  ),
  model('naming', 'return { errors: [JSON.stringify(input.bytes)] };'),
  // Vigie's own fault: a quantity that its table does not have.
  model('faulty', 'return { data: { value: 1 } };', 'unheard_of'),
];

const known = [new Sensor(1), ...['telling', 'naming', 'faulty'].map((name, n) => new Sensor(2 + n, { model: `test/${name}` }))];
const stranger = new Sensor(8);
const foreign = new Sensor(9, { devAddr: 'e0112233' });
const sensors = [...known, stranger, foreign];
const bytes = floats(12.25, 21.5);
const client = { id: 'client-of-gateway-4711', user: 'mallory', password: 'guessed-by-mallory' };

const hex = (content: Uint8Array) => Buffer.from(content).toString('hex');
const base64 = (content: Uint8Array) => Buffer.from(content).toString('base64');
/** As text, in the order of the air, in base64, as a list of numbers. */
const spelt = (content: Uint8Array) => [hex(content), hex(content.toReversed()), base64(content), [...content].join()];

const frames = sensors.map((sensor) => sensor.frame(0, bytes));
const secrets = [
  ...sensors.flatMap(({ devEui, devAddr, nwkSKey, appSKey }) =>
    [Buffer.from(devEui, 'hex'), Buffer.from(devAddr, 'hex'), nwkSKey, appSKey].flatMap(spelt),
  ),
  ...[...frames, ...frames.map((frame) => frame.subarray(9, -4)), bytes].flatMap(spelt),
  ...gateways.map(({ id }) => id),
  ...[client.id, client.user, client.password, password, adminToken],
].map((secret) => secret.toLowerCase());

const found = (text: string) => secrets.filter((secret) => text.toLowerCase().includes(secret));

const event = (devEui: string, content: object): Sent => ({
  topic: `application/1/device/${devEui}/event/up`,
  payload: Buffer.from(JSON.stringify(content)),
});
const traffic: readonly Sent[] = [
  ...frames.map((frame, n) => heard(frame, noon, gateways[n % 2])),
  ...frames.map((frame) => heard(frame, noon)),
  heard(known[0]?.frame(1, bytes, stranger) ?? bytes, noon),
  event(stranger.devEui, { deviceInfo: { devEui: stranger.devEui }, devAddr: stranger.devAddr, fCnt: 1, fPort: 1, data: base64(bytes) }),
  event(stranger.devEui, { deviceInfo: { devEui: foreign.devEui }, devAddr: 'no address' }),
  { topic: `gateway/${gateways[0].id}/event/up`, payload: Buffer.from(`{"phyPayload":"${base64(bytes)}***"}`) },
  { topic: `nobody/knows/${stranger.devEui}`, payload: bytes },
];

/** Asked for by anyone. */
const open = ['sites', 'datastreams', 'observations', 'observations?format=csv', 'ledger'].map((path) => `/api/v1/${path}`);
const wrong = [
  `/api/v1/observations?site=${stranger.devEui}`,
  `/api/v1/observations?from=${stranger.devEui}`,
  `/api/v1/devices/${stranger.devEui}`,
  `/api/v1/observations?after=${base64(bytes)}`,
];
const keyRow = `${known[0]?.devEui},1.0.3,${known[0]?.devAddr}`;
const badTables = [
  `dev_eui,mac_version,dev_addr,nwk_s_key,app_s_key\n${keyRow},${hex(stranger.nwkSKey)}00,x\n`,
  `dev_eui,mac_version,dev_addr,nwk_s_key,app_s_key\n${stranger.devEui},1.0.3,${stranger.devAddr},${hex(stranger.nwkSKey)},\n`,
  `dev_eui,site,from,to\n${stranger.devEui},nowhere,2020-01-01,\n`,
  `${hex(stranger.nwkSKey)},${stranger.devEui}\n`,
  `id,label\n"${hex(stranger.appSKey)}\n`,
];

describe('truth 11: of keys, addresses, gateways, clients and bytes nothing appears', () => {
  let city: TestCity;
  let app: Awaited<ReturnType<typeof cityApi>>;
  const authorization = `Bearer ${adminToken}`;

  beforeAll(async () => {
    city = await runningCity([], { devices, streams: ['frames', 'events'] });
    app = await cityApi(city);
    for (const payload of registerTables(known)) await post('text/csv', payload);
    const refused = once(city.caught, 'ingest.client.refused');
    const credentials = { clientId: client.id, username: client.user, password: client.password };
    await expect(mqtt.connectAsync(city.mqttUrl, { protocolVersion: 4, reconnectPeriod: 0, ...credentials })).rejects.toThrow();
    await refused;
    await publishAll(city.mqttUrl, traffic, client.id);
    await city.settled();
  });
  afterAll(async () => {
    await app.close();
    await city.dispose();
  });

  const post = (type: string, payload: string) =>
    app.inject({ method: 'POST', url: '/api/v1/register', headers: { authorization, 'content-type': type }, payload });
  const get = async (url: string) => (await app.inject({ url, headers: { authorization } })).body;

  test('the run has them all, in the log', async () => {
    const kept = JSON.stringify(await city.records(topics.messages)).toLowerCase();
    for (const secret of [stranger.devEui, ...gateways.map(({ id }) => id), base64(bytes).toLowerCase()]) expect(kept).toContain(secret);
    expect(new Set(await endingWords(city))).toEqual(
      new Set([
        ...['forwarded', 'duplicate', 'codec_error', 'internal_fault', 'unknown_dev_addr', 'foreign_net_id'],
        ...['mic_mismatch', 'unknown_device', 'malformed'],
      ]),
    );
  });

  test('in log lines, from level debug up', () => {
    const said = city.caught.all.map((line) => (JSON.parse(line) as { event: string }).event);
    for (const name of ['decode.message.ended', 'decode.message.faulted', 'ingest.client.refused', 'register.table.imported']) {
      expect(said).toContain(name);
    }
    expect(found(city.caught.all.join(''))).toEqual([]);
  });

  test('in metrics', async () => {
    const text = await get('/metrics');
    for (const name of ['vigie_messages_accepted_total{', 'vigie_messages_ended_total{', 'vigie_stage_lag_records{']) {
      expect(text).toContain(name);
    }
    expect(found(text)).toEqual([]);
  });

  test.each(open)('in what anyone may read: %s', async (url) => {
    const body = await get(url);
    expect(body.length).toBeGreaterThan(100);
    expect(found(body)).toEqual([]);
  });

  test('in the answers to wrong questions', async () => {
    for (const url of wrong) {
      const body = await get(url);
      expect(JSON.parse(body)).toMatchObject({ status: expect.any(Number), detail: expect.any(String) });
      expect({ url, found: found(body) }).toEqual({ url, found: [] });
    }
  });

  test('in the answers to wrong tables, and to what is none', async () => {
    for (const table of badTables) {
      const answer = await post('text/csv', table);
      expect(answer.body).toMatch(/reason|detail/);
      expect({ table, found: found(answer.body) }).toEqual({ table, found: [] });
    }
    expect(found((await post('application/json', `{"nwk_s_key":${hex(stranger.nwkSKey)}`)).body)).toEqual([]);
  });

  test('in the list of what waits; one message as it came is for technicians alone', async () => {
    const list = await get('/api/v1/quarantine');
    const { waiting } = JSON.parse(list) as { waiting: { id: string; reason: string }[] };
    expect(waiting.length).toBeGreaterThan(8);
    expect(found(list)).toEqual([]);

    const malformed = waiting.find(({ reason }) => reason === 'malformed');
    const detail = `/api/v1/quarantine/${malformed?.id}`;
    expect(found(await get(detail))).not.toEqual([]);
    const nobody = await app.inject(detail);
    expect(nobody.statusCode).toBe(401);
    expect(found(nobody.body)).toEqual([]);
  });

  test('in the endings and tallies, whose counts are public', async () => {
    expect(found(JSON.stringify([await city.records(topics.endings), await city.records(topics.tallies)]))).toEqual([]);
  });
});
