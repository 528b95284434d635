import { expect, test } from '@jest/globals';
import { sources } from '../sources/index.ts';
import { probe } from './mqtt-probe.ts';
import { ConnectionRefused } from './publisher.ts';
import { simulate } from './simulate.ts';
import { simulatedCity } from './simulated-city.ts';
import { startTestBroker } from './test-broker.ts';
import type { TrafficRow } from './traffic-row.ts';

const patience = () => AbortSignal.timeout(25_000);
const mixed = { losses: 0.1, copies: 0.2, forged: 0.1, replayed: 0.1 };
const byNumber = (rows: TrafficRow[]) => rows.toSorted((a, b) => a.n - b.n);

test('a second of traffic: every message arrives at a subscriber, is acknowledged and recorded', async () => {
  await using broker = await startTestBroker();
  const listener = await probe(broker, ['+/gateway/+/event/up']);
  const rows: TrafficRow[] = [];
  const options = { broker, devices: 40, seed: 'second', rate: 400, durationSeconds: 1, ...mixed };
  const summary = await simulate({ ...options, record: (row) => rows.push(row), signal: patience() });
  await listener.until((messages) => messages.length >= summary.published);
  await listener.close();

  const sent = byNumber(rows).filter(({ kind }) => kind !== 'lost');
  expect(byNumber(rows).map(({ n }) => n)).toEqual(rows.map((_, i) => i));
  expect(summary).toMatchObject({ kind: 'summary', published: sent.length, acked: sent.length, unacked: 0, refused: 0, reconnections: 0 });
  expect(sent.every(({ acked, ackedAt, sentAt }) => acked && (ackedAt ?? 0) >= sentAt)).toBe(true);
  expect(listener.messages.map(({ topic, payload }) => `${topic} ${phyPayloadHex(topic, payload)}`).toSorted()).toEqual(
    sent.map((row) => `${row.topic} ${row.phyPayloadHex}`).toSorted(),
  );
});

function phyPayloadHex(topic: string, payload: Buffer): string {
  const heard = sources['chirpstack']?.read({ topic, payload, stream: 'frames' });
  return heard?.kind === 'frame' ? Buffer.from(heard.phyPayload).toString('hex') : `${heard?.kind}`;
}

test('the summary counts each value once, whether the frame or its copy or both were acknowledged', async () => {
  await using broker = await startTestBroker();
  const rows: TrafficRow[] = [];
  const options = { broker, devices: 10, seed: 'values', rate: 2_000, count: 300, copies: 0.5 };
  const summary = await simulate({ ...options, record: (row) => rows.push(row), signal: patience() });
  const values = new Map(rows.map(({ devEui, fCnt, values }) => [`${devEui}/${fCnt}`, Object.keys(values ?? {}).length]));
  expect(summary).toMatchObject({ published: 300, acked: 300, values: [...values.values()].reduce((a, b) => a + b, 0) });
});

test('truth 1: a broker that crashes and comes back costs nothing; every message is acknowledged in the end', async () => {
  const first = await startTestBroker();
  const rows: TrafficRow[] = [];
  let returned: Promise<Awaited<ReturnType<typeof startTestBroker>>> | undefined;
  const crash = async () => {
    await first[Symbol.asyncDispose]();
    return startTestBroker({ port: first.port });
  };
  const record = (row: TrafficRow) => {
    rows.push(row);
    if (rows.length === 200) returned = crash();
  };
  const troubles: string[] = [];
  const options = { broker: first, devices: 20, seed: 'crash', rate: 2_000, count: 1_000, mostInFlight: 50, ...mixed };
  const summary = await simulate({ ...options, record, trouble: (message) => troubles.push(message), signal: patience() });
  await (await returned)?.[Symbol.asyncDispose]();
  expect(summary).toMatchObject({ published: 1_000, acked: 1_000, unacked: 0 });
  expect(summary.reconnections).toBeGreaterThanOrEqual(1);
  expect(troubles[0]).toMatch(/trying again/);
  expect(byNumber(rows).map(({ n }) => n)).toEqual(rows.map((_, i) => i));
});

test('what has no PUBACK when the signal aborts is recorded as such', async () => {
  await using broker = await startTestBroker({ holdsPubacks: true });
  const rows: TrafficRow[] = [];
  const stop = new AbortController();
  const options = { broker, devices: 10, seed: 'held', rate: 4_000, mostInFlight: 25 };
  const run = simulate({ ...options, record: (row) => rows.push(row), signal: stop.signal });
  await broker.held(1);
  stop.abort();
  const summary = await run;
  expect(summary).toMatchObject({ published: rows.length, acked: 0, unacked: rows.length });
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ acked, ackedAt }) => !acked && ackedAt === undefined)).toBe(true);
});

test('a broker that is not there is waited for, until the signal aborts', async () => {
  const gone = await startTestBroker();
  await gone[Symbol.asyncDispose]();
  const stop = new AbortController();
  const trouble = (message: string) => {
    expect(message).toMatch(/ECONNREFUSED|trying again/);
    stop.abort();
  };
  const summary = await simulate({ broker: gone, devices: 1, seed: 1, rate: 1, trouble, signal: stop.signal });
  expect(summary).toMatchObject({ published: 0, reconnections: 0 });
});

test('each device reports once in its period', async () => {
  await using broker = await startTestBroker();
  const rows: TrafficRow[] = [];
  const options = { broker, devices: 16, seed: 'period', periodSeconds: 0.8, count: 32 };
  await simulate({ ...options, record: (row) => rows.push(row), signal: patience() });
  for (const { devEui } of rows) {
    const [first, second, ...more] = rows.filter((row) => row.devEui === devEui).map(({ sentAt }) => sentAt);
    expect(more).toEqual([]);
    // Later on a busy machine, never sooner (but for the milliseconds by which a device's first report may itself be late).
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(400);
  }
});

test('with intervals, a silent device reports once, the others go on, and an attacker acts beside them', async () => {
  await using broker = await startTestBroker();
  const stop = new AbortController();
  const rows: TrafficRow[] = [];
  const record = (row: TrafficRow) => {
    rows.push(row);
    if (['forged', 'flipped', 'replayed'].every((kind) => rows.some((one) => one.kind === kind)) && rows.length > 12) stop.abort();
  };
  const options = { devices: 4, seed: 'own', intervals: [1, 1], opening: 0.2, attackEvery: 0.3, ailments: { 2: 'falls_silent' } } as const;
  const summary = await simulate({ broker, ...options, record, signal: AbortSignal.any([stop.signal, patience()]) });
  const frames = byNumber(rows).filter(({ kind }) => kind === 'frame');
  const order = simulatedCity(options).devices.map(({ devEui }) => devEui);
  expect(frames.slice(0, 4).map(({ devEui }) => devEui)).toEqual(order);
  expect(frames.filter(({ devEui }) => devEui === order[2])).toHaveLength(1);
  expect(frames.filter(({ devEui }) => devEui === order[0]).length).toBeGreaterThan(1);
  const { forged, flipped, replayed } = summary.rows;
  expect(Math.min(forged, flipped, replayed)).toBeGreaterThanOrEqual(1);
});

test('a refused connection ends the simulation with a sentence', async () => {
  await using broker = await startTestBroker({ admits: false });
  const run = simulate({ broker, devices: 1, seed: 1, rate: 1, signal: patience() });
  await expect(run).rejects.toThrow(ConnectionRefused);
  await expect(run).rejects.toThrow(/user name, password and MQTT version/);
});

test('options that make no simulation are refused before anything is sent', async () => {
  const wrong = [
    { losses: 1.2, rate: 1 },
    { rate: 0 },
    {},
    { rate: 1, periodSeconds: 1 },
    { rate: 5_001 },
    { rate: 1, losses: 1 },
    { flipped: -1, rate: 1 },
    { intervals: [2, 1] as const },
    { intervals: [0.5, 1] as const },
    { intervals: [1, 2] as const, rate: 1 },
  ];
  for (const options of wrong) {
    const run = simulate({ broker: { url: 'mqtt://127.0.0.1:1' }, devices: 10, seed: 1, ...options, signal: patience() });
    await expect(run).rejects.toThrow(RangeError);
  }
});
