import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { outgoing } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import type { QuarantinedMessage } from '../../packages/model/quarantined.ts';
import type { Reading } from '../../packages/model/reading.ts';
import { topics } from '../../packages/model/topics.ts';
import { TownHall } from './fixtures/town-hall.ts';

let hall: TownHall;
beforeEach(async () => {
  hall = await TownHall.open();
});
afterEach(() => hall.dispose());

const payload = Buffer.from('the bytes of a frame').toString('base64');
const idOf = (n: number) => `${hall.log.incarnation}.0.${n}`;

function entry(n: number, more: Partial<QuarantinedMessage> = {}): QuarantinedMessage {
  const message = {
    source: 's',
    format: 'chirpstack',
    stream: 'frames',
    topic: 'eu868/gateway/0016c001ff10a23b/event/up',
    payload,
  } as const;
  return {
    ...{ what: 'message', id: idOf(n), reason: 'mic_mismatch', step: 'verify_mic', plane: 'nobody', detail: '', attempt: 0 },
    ...{ receivedTime: n * 1_000, message: { ...message, retained: false, receivedTime: n * 1_000 } },
    ...more,
  } as QuarantinedMessage;
}

const quarantine = (...entries: QuarantinedMessage[]) =>
  hall.log.append(entries.map((one) => outgoing(topics.quarantine, 'dev:01020304', one, one.receivedTime, 0)));

/** What decode leaves when it has carried out a resend. */
const carriedOut = (n: number, attempt: number) => hall.log.append([outgoing(topics.resends, idOf(n), { attempt, receivedTime: n }, 0, 0)]);

const listed = async (query = ''): Promise<string[]> =>
  (await hall.ask('GET', `/api/v1/quarantine${query}`)).answer.waiting.map(({ id }: { id: string }) => id);
const numbers = (...ns: number[]) => ns.map(idOf);

test('the list: newest first, in words, with no bytes and no addresses (truth 11)', async () => {
  await quarantine(entry(1), entry(2, { reason: 'no_codec', step: 'run_codec', device: 'd-abc', detail: 'of the model' }));
  const { answer, text } = await hall.ask('GET', '/api/v1/quarantine');
  expect(answer.waiting[0]).toEqual({
    id: idOf(2),
    receivedTime: '1970-01-01T00:00:02.000Z',
    reason: 'no_codec',
    step: 'run_codec',
    plane: 'nobody',
    detail: 'of the model',
    attempt: 0,
    device: 'd-abc',
    meaning: { fr: expect.stringMatching(/décodeur/), en: expect.stringMatching(/codec/) },
    action: { fr: expect.any(String), en: expect.any(String) },
  });
  expect(answer.waiting).toHaveLength(2);
  for (const secret of [payload, '01020304', '0016c001ff10a23b', 'claimed']) expect(text).not.toContain(secret);
});

test('filters and limits; among many, only what is asked for', async () => {
  await quarantine(...Array.from({ length: 350 }, (_, n) => entry(n, n % 100 === 7 ? { reason: 'no_codec', device: `d-${n}` } : {})));
  expect(await listed('?reason=no_codec')).toEqual(numbers(307, 207, 107, 7));
  expect(await listed('?reason=no_codec&limit=2')).toEqual(numbers(307, 207));
  expect(await listed('?device=d-107')).toEqual(numbers(107));
  expect(await listed('?device=d-107&reason=malformed')).toEqual([]);
  expect(await listed()).toEqual(numbers(...Array.from({ length: 100 }, (_, n) => 349 - n)));
  expect(await listed('?limit=1000')).toHaveLength(350);
});

test.each([
  ['reason=none', /^reason: wants one of/],
  ['limit=0', /^limit: /],
  ['colour=red', /There is no parameter colour/],
])('%s is refused by name', async (query, words) => {
  expect(await hall.ask('GET', `/api/v1/quarantine?${query}`)).toMatchObject({
    status: 400,
    answer: { detail: expect.stringMatching(words) },
  });
});

test('one message, for a technician: as it came, with the reason in words, without the keys of the log', async () => {
  await quarantine(entry(1), entry(2, { claimed: { session: 's-secret', fCnt: 7, flags: [] } }), entry(22));
  const { status, answer, text } = await hall.ask('GET', `/api/v1/quarantine/${idOf(2)}`);
  expect(status).toBe(200);
  expect(answer).toMatchObject({ id: idOf(2), reason: 'mic_mismatch', fCnt: 7, message: { payload } });
  expect(text).not.toContain('s-secret');
  expect(text).not.toContain('dev:01020304');
});

test('sent again, a message keeps its id, its key and its claim, and says which ending it leaves (truth 6)', async () => {
  const claimed = { session: 's-1', fCnt: 7, flags: ['out_of_order'] };
  await quarantine(entry(3, { reason: 'no_codec', step: 'run_codec', plane: 'open', claimed }));
  expect(await hall.ask('POST', `/api/v1/quarantine/${idOf(3)}/resend`)).toMatchObject({
    status: 202,
    answer: { id: idOf(3), sent: true },
  });
  const [record] = await hall.log.read(topics.messages, 0, 0, 10);
  const again = decode(topics.messages, record?.value ?? new Uint8Array());
  expect(record?.key).toBe('dev:01020304');
  expect(again).toEqual({
    ...entry(3).message,
    resend: { id: idOf(3), attempt: 1, reason: 'no_codec', step: 'run_codec', plane: 'open', claimed },
  });
  expect(JSON.parse(hall.said.at(-1) ?? '')).toMatchObject({ event: 'register.message.resent', message: idOf(3) });
});

test('a message waits until decode has carried out its resend; when it comes back it waits again, once', async () => {
  await quarantine(entry(4), entry(5));
  await hall.ask('POST', `/api/v1/quarantine/${idOf(4)}/resend`);
  expect(await listed()).toEqual(numbers(5, 4));
  await carriedOut(4, 1);
  expect(await listed()).toEqual(numbers(5));
  expect(await hall.ask('GET', `/api/v1/quarantine/${idOf(4)}`)).toMatchObject({ status: 404 });
  await quarantine(entry(4, { attempt: 1, reason: 'no_codec' }));
  expect(await listed()).toEqual(numbers(5, 4));
  expect((await hall.ask('GET', `/api/v1/quarantine/${idOf(4)}`)).answer).toMatchObject({ attempt: 1, reason: 'no_codec' });
  await hall.ask('POST', `/api/v1/quarantine/${idOf(4)}/resend`);
  const records = await hall.log.read(topics.messages, 0, 0, 10);
  expect(records.map(({ value }) => decode(topics.messages, value ?? new Uint8Array()).resend?.attempt)).toEqual([1, 2]);
});

test('of a stranger’s frame there is nothing to send again', async () => {
  const { message: _, ...stub } = entry(6, { reason: 'foreign_net_id', step: 'read' });
  await quarantine(stub);
  expect(await hall.ask('POST', `/api/v1/quarantine/${idOf(6)}/resend`)).toMatchObject({
    status: 409,
    answer: { detail: expect.stringMatching(/no bytes are kept/) },
  });
  expect(await hall.log.read(topics.messages, 0, 0, 10)).toEqual([]);
});

test.each(['nonsense', 'a.b', '0000000000000000.0.1', 'here.1.1', 'here.-1.1', 'here.0.1', 'here.0.2.3', 'here.0', '%20', '"'])(
  'an id that does not wait (%s) is 404 in words',
  async (id) => {
    await quarantine(entry(2));
    const url = `/api/v1/quarantine/${encodeURIComponent(id.replace('here', hall.log.incarnation))}`;
    for (const answer of [await hall.ask('GET', url), await hall.ask('POST', `${url}/resend`)]) {
      expect(answer).toMatchObject({ status: 404, answer: { detail: expect.stringMatching(/quarantine list/) } });
    }
  },
);

test('a reading that the store refused is no message, and is not among them', async () => {
  const reading: Reading = {
    ...{ datastream: 'a.b', phenomenonTime: 1, codecVersion: 'c', value: 1, quantity: 'b', site: 'a', device: 'd' },
    ...{ evidence: 'own_mic', frame: 'f', message: 'm', receivedTime: 1, flags: [] },
  };
  const refused = { what: 'reading', reason: 'refused_by_store', step: 'store', detail: '', receivedTime: 1, reading } as const;
  await hall.log.append([outgoing(topics.quarantine, 'd', refused, 1, 0)]);
  expect(await listed()).toEqual([]);
});
