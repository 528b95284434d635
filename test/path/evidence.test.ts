import { expect, test } from '@jest/globals';
import { topics } from '../../packages/model/topics.ts';
import { cityApi } from './city-api.ts';
import { floats } from './float-device.ts';
import type { Sent } from './publish-all.ts';
import { endingWords } from './read-back.ts';
import { noon, runningCity, send } from './running-city.ts';
import { gateways, heard, Sensor } from './sensor.ts';
import type { TestCity } from './test-city.ts';

const sensor = new Sensor(1);
const streams = ['frames', 'events'] as const;
const codec = 'test/floats@1.0.0';

/** The network server's word on one uplink, as ChirpStack publishes it; the same gateway heard it at the same time. */
function told(fCnt: number, value: number, time: number): Sent {
  const content = {
    deviceInfo: { devEui: sensor.devEui },
    devAddr: sensor.devAddr,
    fCnt,
    fPort: 1,
    data: Buffer.from(floats(value)).toString('base64'),
    rxInfo: [{ gatewayId: gateways[0].id, gwTime: new Date(time).toISOString() }],
  };
  return { topic: `application/1/device/${sensor.devEui}/event/up`, payload: Buffer.from(JSON.stringify(content)) };
}

const heardUplink = (fCnt: number, value: number, time: number) => heard(sensor.frame(fCnt, floats(value)), time);

interface Observation {
  readonly value: number;
  readonly evidence: string;
  readonly codec: string;
}

async function published(city: TestCity): Promise<{ observations: Observation[]; latest: unknown; rows: string[] }> {
  const app = await cityApi(city);
  try {
    const observations = (await app.inject('/api/v1/observations?quantity=pm2_5')).json<{ observations: Observation[] }>().observations;
    const { datastreams } = (await app.inject('/api/v1/datastreams')).json<{ datastreams: { quantity: string; latest: unknown }[] }>();
    const csv = (await app.inject('/api/v1/observations?quantity=pm2_5&format=csv')).body.trim().split('\r\n');
    return {
      observations: observations.map(({ value, evidence, codec }) => ({ value, evidence, codec })),
      latest: datastreams.find(({ quantity }) => quantity === 'pm2_5')?.latest,
      rows: csv.slice(1),
    };
  } finally {
    await app.close();
  }
}

test('truth 12: how a reading was verified and by which codec it was decoded come into the frames, the series and every published form', async () => {
  await using city = await runningCity([sensor], { streams });
  await send(city, heardUplink(0, 1.5, noon), told(1, 2.5, noon + 1));
  const expected = [
    { value: 1.5, evidence: 'own_mic', codec },
    { value: 2.5, evidence: 'server_word', codec },
  ];
  expect((await city.records(topics.frames)).map(({ evidence }) => evidence)).toEqual(['own_mic', 'server_word']);
  expect((await city.stored()).map(({ value, evidence, codecVersion: codec }) => ({ value, evidence, codec }))).toEqual(expected);
  const { observations, latest, rows } = await published(city);
  expect(observations).toEqual(expected);
  expect(latest).toMatchObject({ value: 2.5, evidence: 'server_word', codec });
  expect(rows).toEqual([expect.stringContaining(`1.5,,own_mic,${codec}`), expect.stringContaining(`2.5,,server_word,${codec}`)]);
});

test.each([
  ['ours first', (own: Sent, word: Sent) => [own, word]],
  ['the server’s first', (own: Sent, word: Sent) => [word, own]],
])('truth 12: of two witnesses of one uplink our own check wins; %s', async (_order, inOrder) => {
  await using city = await runningCity([sensor], { streams });
  const pairs = [0, 1, 2].map((fCnt) => inOrder(heardUplink(fCnt, fCnt, noon + fCnt), told(fCnt, fCnt, noon + fCnt)));
  await send(city, ...pairs.flat());
  expect(await endingWords(city)).toEqual(Array(6).fill('forwarded'));
  expect(await city.records(topics.readings)).toHaveLength(6);
  expect((await published(city)).observations).toEqual([0, 1, 2].map((value) => ({ value, evidence: 'own_mic', codec })));
});

test.each([['own first'], ['word first']])(
  'truth 12: where the two witnesses differ, the value that we checked stands; %s',
  async (order) => {
    await using city = await runningCity([sensor], { streams });
    const [own, word] = [heardUplink(0, 1, noon), told(0, 999, noon)];
    for (const message of order === 'own first' ? [own, word] : [word, own]) await send(city, message);
    expect((await city.stored()).map(({ value, evidence }) => ({ value, evidence }))).toEqual([{ value: 1, evidence: 'own_mic' }]);
  },
);
