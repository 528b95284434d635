import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { outgoing } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import type { QuarantinedMessage } from '../../packages/model/quarantined.ts';
import { topics } from '../../packages/model/topics.ts';
import { TownHall } from './fixtures/town-hall.ts';
import { previewResend } from './resend-waiting.ts';

let hall: TownHall;
beforeEach(async () => {
  hall = await TownHall.open();
});
afterEach(() => hall.dispose());

const idOf = (n: number) => `${hall.log.incarnation}.0.${n}`;
const path = '/api/v1/quarantine/resend';
const second = (n: number) => new Date(n * 1_000).toISOString();

function entry(n: number, more: Partial<QuarantinedMessage> = {}, source = 'roofs'): QuarantinedMessage {
  const message = { source, format: 'chirpstack', stream: 'frames', topic: 't', payload: 'AAAA', retained: false } as const;
  return {
    ...{ what: 'message', id: idOf(n), reason: 'no_codec', step: 'run_codec', plane: 'open', detail: '', device: 'd-abc', attempt: 0 },
    ...{ receivedTime: n * 1_000, message: { ...message, receivedTime: n * 1_000 } },
    ...more,
  } as QuarantinedMessage;
}

const quarantine = (...entries: QuarantinedMessage[]) =>
  hall.log.append(entries.map((one) => outgoing(topics.quarantine, 'key', one, one.receivedTime, 0)));

/** Numbers of the messages that were sent again, in the order of the log. */
async function sent(): Promise<number[]> {
  const records = await hall.log.read(topics.messages, 0, 0, 100_000);
  return records.map(({ value }) =>
    Number(
      decode(topics.messages, value ?? new Uint8Array())
        .resend?.id.split('.')
        .at(-1),
    ),
  );
}

const preview = async (query = '') => (await hall.ask('GET', `${path}?${query}`)).answer;
const send = (mark: string, query = '') => hall.ask('POST', `${path}?${query}&mark=${mark}`);

test('truth 6: a preview counts by reason, shows a few without bytes and sends nothing; its mark sends exactly that, oldest first', async () => {
  await quarantine(...[3, 1, 2].map((n) => entry(n)), entry(4, { reason: 'mic_mismatch', step: 'verify_mic' }));
  const { mark, examples, ...counts } = await preview();
  expect(counts).toEqual({ count: 4, reasons: { no_codec: 3, mic_mismatch: 1 }, withoutBytes: 0, more: false });
  expect(examples.map(({ id }: { id: string }) => id)).toEqual([3, 1, 2, 4].map(idOf));
  expect(JSON.stringify(examples)).not.toContain('AAAA');
  expect(await sent()).toEqual([]);
  await quarantine(entry(5));
  expect(await send(mark)).toMatchObject({ status: 202, answer: { sent: 4 } });
  expect(await sent()).toEqual([3, 1, 2, 4]);
  expect(JSON.parse(hall.said.at(-1) ?? '')).toMatchObject({ event: 'register.message.resent', count: 4 });
});

test.each([
  ['reason=mic_mismatch', [4]],
  ['device=d-xyz', [5]],
  ['source=cellars', [6]],
  [`from=${second(2)}&to=${second(4)}`, [2, 3]],
  [`reason=no_codec&from=${second(5)}`, [5, 6]],
  ['device=d-none', []],
])('by filter: %s', async (query, numbers) => {
  await quarantine(
    ...[1, 2, 3].map((n) => entry(n)),
    entry(4, { reason: 'mic_mismatch', step: 'verify_mic' }),
    entry(5, { device: 'd-xyz' }),
    entry(6, {}, 'cellars'),
  );
  const { count, mark } = await preview(query);
  expect(count).toBe(numbers.length);
  const listed = (await hall.ask('GET', `/api/v1/quarantine?${query}`)).answer.waiting.map(({ id }: { id: string }) => id);
  expect(listed).toEqual(numbers.toReversed().map(idOf));
  expect((await send(mark, query)).answer).toEqual({ sent: numbers.length });
  expect(await sent()).toEqual(numbers);
});

test('what no longer waits, and what has no bytes, is left out', async () => {
  const { message: _, ...stub } = entry(3, { reason: 'foreign_net_id', step: 'read' });
  await quarantine(entry(1), entry(2), stub);
  const { mark, count, withoutBytes } = await preview();
  expect({ count, withoutBytes }).toEqual({ count: 2, withoutBytes: 1 });
  await hall.log.append([outgoing(topics.resends, idOf(1), { attempt: 1, receivedTime: 1 }, 0, 0)]);
  expect((await send(mark)).answer).toEqual({ sent: 1 });
  expect(await sent()).toEqual([2]);
});

test('a mark is good for its filter only, and has to be one', async () => {
  await quarantine(entry(1));
  const { mark } = await preview('reason=no_codec');
  for (const [wrong, query] of [
    [mark, ''],
    [mark, 'reason=malformed'],
    ['x', ''],
    [`1.2-${mark.split('-')[1]}`, 'reason=no_codec'],
  ]) {
    expect(await send(wrong ?? '', query)).toMatchObject({ status: 409, answer: { detail: expect.stringMatching(/Preview again/) } });
  }
  expect(await hall.ask('POST', path)).toMatchObject({ status: 400, answer: { detail: expect.stringMatching(/^mark: wants the mark/) } });
  expect(await sent()).toEqual([]);
});

test('truth 7: one call sends so many at most, the oldest, and says that more wait', async () => {
  await quarantine(...Array.from({ length: 1_203 }, (_, n) => entry(n)));
  const { count, more, mark } = await previewResend(hall.log, {}, 1_200);
  expect({ count, more }).toEqual({ count: 1_200, more: true });
  expect((await send(mark)).answer).toEqual({ sent: 1_200 });
  expect(await sent()).toEqual(Array.from({ length: 1_200 }, (_, n) => n));
});
