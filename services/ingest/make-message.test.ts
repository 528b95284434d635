import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Log } from '../../packages/log/contract.ts';
import { openLog } from '../../packages/log/open.ts';
import { decode } from '../../packages/model/contents.ts';
import { largestPayload } from '../../packages/model/message.ts';
import { topics } from '../../packages/model/topics.ts';
import { Inbox } from './inbox.ts';
import { makeMessages } from './make-message.ts';

const sender = { name: 'bridge', format: 'semtech-udp', stream: 'frames' } as const;
const topic = 'pktfwdbr/0016c001ff10a235/rx/unconfirmed';
const bytesOf = (content: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(content));
// Of an own capture of simulated devices; identifiers are invented.
const frames = ['405dcd9901800000018cc168f3f4182f14b14b', '4034120b2680090001563cd0b0cfb12c'];
const rxpk = frames.map((hex) => ({ data: Buffer.from(hex, 'hex').toString('base64') }));
const publish = { topic, payload: bytesOf({ rxpk, stat: {} }), retained: false };

test('a publish of several frames makes a message for each, under its own DevAddr', () => {
  const messages = makeMessages(sender, publish, 7);
  expect(messages.map(({ key }) => Buffer.from(key ?? '').toString())).toEqual(['0199cd5d', '260b1234', 'gateway:0016c001ff10a235']);
  const [first] = messages.map(({ value }) => decode(topics.messages, value ?? new Uint8Array()));
  expect(first).toMatchObject({ source: 'bridge', topic, receivedTime: 7, retained: false });
  expect(Buffer.from(first?.payload ?? '', 'base64').toString()).toBe(JSON.stringify({ rxpk: [rxpk[0]] }));
});

test('every other publish makes one, as it came', () => {
  const payload = bytesOf({ rxpk: [rxpk[0]], more: 'kept' });
  const [message, more] = makeMessages(sender, { ...publish, payload }, 7);
  expect(more).toBeUndefined();
  expect(decode(topics.messages, message?.value ?? new Uint8Array()).payload).toBe(Buffer.from(payload).toString('base64'));
  expect(makeMessages({ ...sender, format: 'chirpstack' }, publish, 7)).toHaveLength(1);
});

test('one that is cut is never taken apart', () => {
  const payload = bytesOf({ rxpk, filling: 'x'.repeat(largestPayload) });
  const [message, more] = makeMessages(sender, { ...publish, payload }, 7);
  expect(more).toBeUndefined();
  expect(decode(topics.messages, message?.value ?? new Uint8Array())).toMatchObject({ cut: { bytes: payload.length } });
});

test('truth 1: the messages of one publish are written in one append, however small the batch', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vigie-split-'));
  const log = await openLog({ engine: 'sqlite', folder, partitions: 1 });
  const appended: number[] = [];
  const append: Log['append'] = (records) => {
    appended.push(records.length);
    return log.append(records);
  };
  const inbox = new Inbox(Object.assign(Object.create(log) as Log, { append }), {
    batch: 2,
    signal: new AbortController().signal,
    report: () => {},
    fail: () => {},
  });
  const one = makeMessages({ ...sender, format: 'chirpstack' }, publish, 7);
  const three = makeMessages(sender, publish, 7);
  const accepted = [one, one, three, one].map((records) => inbox.accept(records));
  expect(inbox.size).toBe(6);
  await Promise.all(accepted);
  expect(appended).toEqual([2, 3, 1]);
  expect(inbox.size).toBe(0);
  expect(await log.read(topics.messages, 0, 0, 100)).toHaveLength(6);
  await log.close();
  await rm(folder, { recursive: true });
});
