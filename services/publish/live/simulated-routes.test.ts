import { afterEach, expect, test } from '@jest/globals';
import { outgoing } from '../../../packages/log/contract.ts';
import { buildDataFrame } from '../../../packages/lorawan/build-frame.ts';
import { createNodeAes } from '../../../packages/lorawan/node-aes.ts';
import { messageId } from '../../../packages/model/message-id.ts';
import { topics } from '../../../packages/model/topics.ts';
import { LiveCity, now } from './fixtures/live-city.ts';
import { duplicate, ended, forwarded, frame, heard, messageOf, quarantined, quarantinedEnding, reading } from './fixtures/records.ts';

let city: LiveCity;
afterEach(() => city[Symbol.asyncDispose]());

const keys = { fNwkSIntKey: new Uint8Array(16), appSKey: new Uint8Array(16) };
const content = { confirmed: false, devAddr: '01020304', fCnt: 70_000, adr: true, fPort: 5, plaintext: Uint8Array.of(1, 2) };
const bytes = buildDataFrame(createNodeAes(), keys, content);
const hex = Buffer.from(bytes).toString('hex');

/** Accepts one message; answers its id. */
async function accept(time = now): Promise<string> {
  const [standing] = await city.log.standing('test', topics.messages);
  await city.log.append([outgoing(topics.messages, 'k', messageOf(bytes), time)]);
  return messageId(city.log.incarnation, 0, standing?.end ?? 0);
}

/** Resolves when what was appended before has been taken in. */
async function told(): Promise<void> {
  const stream = await city.listen('?events=observation');
  await city.log.append([reading('market.pm2_5', 99, { message: 'other' })]);
  await stream.next();
  stream.close();
}

interface Life {
  readonly ending: object;
  readonly steps: readonly { step: string; outcome: string; words: { fr: string; en: string }; shows: Record<string, unknown> }[];
  readonly observations: readonly object[];
}
async function lifeOf(id: string): Promise<Life> {
  return (await city.get(`messages/${id}/life`)).json as unknown as Life;
}
const outcomes = ({ steps }: Life) => steps.map(({ outcome }) => outcome[0]).join('');

test('a refused message as it happens, and among the latest: with its bytes, part by part', async () => {
  city = await LiveCity.open();
  const stream = await city.listen('?events=refused');
  await city.log.append([...ended(quarantinedEnding('m.0.1')), quarantined('m.0.1', { message: messageOf(bytes) })]);
  const { data } = await stream.next();
  expect(data).toEqual({
    ...{ message: 'm.0.1', receivedTime: new Date(now).toISOString(), reason: 'mic_mismatch', step: 'verify_mic', detail: '' },
    ...{ source: 'gateways', bytes: hex },
    parts: [
      { name: 'MHDR', from: 0, to: 1, value: 'UnconfirmedDataUp' },
      { name: 'DevAddr', from: 1, to: 5, value: '01020304' },
      { name: 'FCtrl', from: 5, to: 6, value: 'ADR, FOptsLen 0' },
      { name: 'FCnt', from: 6, to: 8, value: String(70_000 - 65_536) },
      { name: 'FPort', from: 8, to: 9, value: '5' },
      { name: 'FRMPayload', from: 9, to: 11, value: hex.slice(18, 22) },
      { name: 'MIC', from: 11, to: 15, value: hex.slice(22) },
    ],
  });
  await city.log.append([...ended(quarantinedEnding('m.0.2')), quarantined('m.0.2', { reason: 'foreign_net_id' })]);
  await stream.next();
  const stub = { message: 'm.0.2', source: null, bytes: null, parts: [] };
  expect((await city.get('refused')).json).toMatchObject({ licence: 'etalab-2.0', simulated: true, refused: [stub, data] });
  expect((await city.get('refused?limit=1')).json['refused']).toHaveLength(1);
  expect((await city.get('refused?limit=0')).status).toBe(400);
});

test('what was sent again waits no longer', async () => {
  city = await LiveCity.open();
  await city.log.append([...ended(quarantinedEnding('m.0.1')), quarantined('m.0.1', { message: messageOf(bytes) })]);
  await told();
  await city.log.append(ended(forwarded('m.0.1', 1, { released: { reason: 'mic_mismatch', plane: 'open' } })));
  await told();
  expect((await city.get('refused')).json['refused']).toEqual([]);
});

test('the life of a message that went all the way, and what each step showed', async () => {
  city = await LiveCity.open();
  const id = await accept();
  const values = reading('market.pm2_5', 12, { message: id });
  await city.log.append([...ended(forwarded(id)), heard('uplink', id, ['g1', 'g2'], 'f1'), frame(id), values]);
  await told();
  const life = await lifeOf(id);
  expect(life).toMatchObject({
    ...{ licence: 'etalab-2.0', simulated: true, message: id, source: 'gateways', bytes: hex, gateways: 2 },
    reception: { rssi: -71, snr: 8.5 },
    ending: { ending: 'forwarded', reason: null, of: null },
    observations: [{ datastream: 'market.pm2_5', value: 12 }],
  });
  expect(outcomes(life)).toBe('pppppppp');
  expect(Object.assign({}, ...life.steps.map(({ shows }) => shows))).toEqual({
    ...{ source: 'gateways', topic: 'eu868/gateway/0102030405060708/event/up', bytes: bytes.length, devAddr: '01020304' },
    ...{ mic: hex.slice(-8), fCnt: 70_000, fPort: 5, plain: '0102', codec: 'example/air@1.0.0', readings: 1 },
  });
});

test('lives that ended on the way: refused, a copy, commands alone, nothing to publish, no reading at all', async () => {
  city = await LiveCity.open();
  const ids = [await accept(), await accept(), await accept(), await accept(), await accept()] as const;
  const [refused, copy, commands, empty, other] = ids;
  await city.log.append([
    ...ended(quarantinedEnding(refused), duplicate(copy, refused), forwarded(commands, 0), forwarded(empty, 0), forwarded(other, 0)),
    quarantined(refused, { message: messageOf(bytes), detail: 'why' }),
    frame(commands, { fPort: 0 }),
    frame(empty),
  ]);
  await told();
  const lives = [];
  for (const id of ids) lives.push(await lifeOf(id));
  expect(lives.map(outcomes)).toEqual(['ppennnnn', 'pppennnn', 'pppppenn', 'ppppppen', 'pennnnnn']);
  expect(lives[0]?.steps[2]).toMatchObject({
    words: { en: expect.stringContaining('forged') },
    shows: { mic: hex.slice(-8), reason: 'mic_mismatch', detail: 'why' },
  });
  expect(lives[1]?.ending).toEqual({ ending: 'duplicate', reason: null, of: refused });
  expect(lives[1]?.steps[3]?.shows).toMatchObject({ of: refused });
  expect(lives[0]?.steps.slice(3).every(({ shows }) => Object.keys(shows).length === 0)).toBe(true);
});

test('every sentence is there in both languages, in French with its narrow spaces', async () => {
  city = await LiveCity.open();
  const id = await accept();
  await city.log.append([...ended(forwarded(id)), frame(id), reading('market.pm2_5', 12, { message: id })]);
  await told();
  const { steps } = await lifeOf(id);
  const french = steps.map(({ words }) => words.fr);
  expect(new Set(french).size).toBe(8);
  expect(french.join(' ')).toContain('possèdent\u202f: elle');
  expect(french.filter((words) => / [;:!?]/.test(words))).toEqual([]);
});

test('a message that is not remembered is told apart from an address that does not exist', async () => {
  city = await LiveCity.open();
  const accepted = await accept();
  await city.log.append(ended(forwarded('other.0.0'), forwarded(`${city.log.incarnation}.0.77`), forwarded(`${city.log.incarnation}.7.0`)));
  await told();
  const unknown = [accepted, 'other.0.0', `${city.log.incarnation}.0.77`, `${city.log.incarnation}.7.0`, 'x', '..%2f..'];
  for (const id of unknown) {
    const { status, text } = await city.get(`messages/${id}/life`);
    expect([id, status, text]).toEqual([id, 404, expect.stringContaining('not remembered')]);
  }
});

test('a message that the log no longer holds is not remembered either', async () => {
  city = await LiveCity.open();
  const gone = await accept(now - 100 * 3_600_000);
  const kept = await accept();
  await city.log.append(ended(forwarded(gone, 0), forwarded(kept, 0)));
  await told();
  expect((await city.get(`messages/${gone}/life`)).status).toBe(200);
  await city.log.sweep(now);
  expect((await city.get(`messages/${gone}/life`)).status).toBe(404);
  expect((await city.get(`messages/${kept}/life`)).status).toBe(200);
});

test('only the newest are remembered', async () => {
  city = await LiveCity.open();
  const id = await accept();
  await city.log.append(ended(forwarded(id, 0)));
  await told();
  expect((await city.get(`messages/${id}/life`)).status).toBe(200);
  await city.log.append(ended(...Array.from({ length: 500 }, (_, n) => forwarded(`m.0.${n}`, 0))));
  await city.log.append(Array.from({ length: 150 }, (_, n) => quarantined(`m.0.${n}`)));
  await told();
  await city.log.append(Array.from({ length: 150 }, (_, n) => quarantined(`n.0.${n}`)));
  await told();
  expect((await city.get(`messages/${id}/life`)).status).toBe(404);
  const { refused } = (await city.get('refused?limit=200')).json as { refused: { message: string }[] };
  expect([refused.length, refused[0]?.message]).toEqual([200, 'n.0.149']);
});

test('truth 10: of a device that was at a person’s place no bytes are shown, not even in an invented city', async () => {
  city = await LiveCity.open();
  const [refused, forwardedOne] = [await accept(), await accept()];
  const home = { device: 'd-home' };
  await city.log.append([
    ...ended(quarantinedEnding(refused), forwarded(forwardedOne)),
    quarantined(refused, { message: messageOf(bytes), ...home }),
    frame(forwardedOne, home),
    reading('home.pm2_5', 12, { message: forwardedOne }),
  ]);
  await told();
  expect((await city.get('refused')).json['refused']).toEqual([]);
  for (const id of [refused, forwardedOne]) expect((await city.get(`messages/${id}/life`)).status).toBe(404);
});

test('truth 11: in a real city no bytes, no refused messages, no lives; the words say why', async () => {
  city = await LiveCity.open({ simulated: false });
  const id = await accept();
  const stream = await city.listen();
  await city.log.append([
    quarantined(id, { message: messageOf(bytes) }),
    frame(id),
    ...ended(quarantinedEnding(id)),
    reading('market.pm2_5', 99, { message: id }),
  ]);
  const seen = [await stream.next(), await stream.next(), await stream.next()];
  expect(seen.map(({ name }) => name)).toEqual(['minute', 'observation', 'ending']);
  for (const path of ['refused', `messages/${id}/life`]) {
    expect(await city.get(path)).toMatchObject({ status: 404, text: expect.stringContaining('Only a simulated city') });
  }
  expect((await city.get('live?events=refused')).status).toBe(400);
  const all = JSON.stringify([seen, await city.get('city'), await city.get('refused')]);
  for (const inside of [hex, '01020304', '0102030405060708', 'event/up']) expect(all).not.toContain(inside);
});
