import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadCatalogue } from '../../packages/codec/catalogue.ts';
import { outgoing } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import { topics } from '../../packages/model/topics.ts';
import { simulate } from '../../packages/testkit/simulate.ts';
import { simulatedCity } from '../../packages/testkit/simulated-city.ts';
import type { TrafficRow } from '../../packages/testkit/traffic-row.ts';
import { password, TestCity } from '../path/test-city.ts';
import { judge } from './judge.ts';

const options = { seed: 'judge', devices: 5 };
const simulated = simulatedCity(options);
const rows: TrafficRow[] = [];
let city: TestCity;
beforeAll(async () => {
  city = await TestCity.open({ devices: (await loadCatalogue('firmware-decoders')).devices(), spread: true });
  await city.importTables(...Object.values(simulated.csv()));
  await city.start();
  await simulate({
    ...options,
    broker: { url: city.mqttUrl, username: 'vigie', password, protocolVersion: 4 },
    ...{ rate: 500, count: 60, copies: 0.3, forged: 0.2, gps: true },
    record: (row) => rows.push(row),
    signal: new AbortController().signal,
  });
  await city.settled();
});
afterAll(() => city[Symbol.asyncDispose]());

const judged = (given: readonly TrafficRow[] = rows, deaths: Parameters<typeof judge>[3] = []) => judge(city, simulated, given, deaths);
/** One that no other gateway heard. */
const frame = () =>
  rows.find((row) => row.kind === 'frame' && !rows.some((other) => other.kind === 'copy' && isOf(row)(other))) as TrafficRow;
const isOf =
  ({ devEui, fCnt }: TrafficRow) =>
  (row: TrafficRow) =>
    row.devEui === devEui && row.fCnt === fCnt;

test('nothing is wrong with what nobody disturbed', async () => {
  const { faults, accepted, ended, acknowledged, values } = await judged();
  expect({ faults, accepted, ended, acknowledged }).toEqual({ faults: [], accepted: 60, ended: 60, acknowledged: 60 });
  expect(values).toBeGreaterThan(0);
});

test('what was acknowledged and is not in the log is lost, unless a broker that was killed may have lost it', async () => {
  const lost: TrafficRow = { ...frame(), topic: 'eu868/gateway/0000000000000000/event/up', kind: 'replayed', acked: true, ackedAt: 1_000 };
  const [fault] = (await judged([...rows, lost])).faults;
  expect(fault).toMatch(/^acknowledged 1 times, in the log 0 times/);
  expect(await judged([...rows, lost], [{ from: 0, to: 2_000 }])).toMatchObject({ faults: [], lostByBroker: 1 });
  expect((await judged([...rows, lost], [{ from: 2_000, to: 3_000 }])).faults).toHaveLength(1);
});

test('a value that is another one, and values that nobody sent, are told', async () => {
  const { values = {} } = frame();
  const [quantity = ''] = Object.keys(values);
  const changed = rows.map((row) => (row.n === frame().n ? { ...row, values: { ...values, [quantity]: -1 } } : row));
  const unsent = rows.filter((row) => !isOf(frame())(row));
  expect((await judged(changed)).faults).toEqual([expect.stringMatching(`${quantity}/.*: sent -1, stored `)]);
  expect((await judged(unsent)).faults).toHaveLength(Object.keys(values).length);
});

test('a frame that passes twice, a counter that moves backwards and a second ending are told', async () => {
  const { log } = city;
  const first = async <T>(topic: { name: string } & Parameters<typeof decode<T>>[0]) => {
    for (let partition = 0; partition < log.partitions(topic); partition++) {
      const [record] = await log.read(topic, partition, 0, 1);
      if (record?.value) return { partition, key: record.key, value: decode(topic, record.value) };
    }
    throw new Error(`There is nothing in ${topic.name}.`);
  };
  const passed = await first(topics.frames);
  const far = { ...passed.value, fCnt: passed.value.fCnt + 1_000 };
  const ending = await first(topics.endings);
  await log.append([
    outgoing(topics.frames, passed.key, far, 0, passed.partition),
    outgoing(topics.frames, passed.key, passed.value, 0, passed.partition),
    outgoing(topics.endings, ending.key, ending.value, 0, ending.partition),
  ]);
  await city.settled();
  const { faults } = await judged();
  expect(faults).toContainEqual(expect.stringMatching(/^frame .* passed twice$/));
  expect(faults).toContainEqual(expect.stringMatching(/^the counter of .* moved backwards/));
  expect(faults).toContainEqual(`message ${ending.value.id} has 2 endings`);
});
