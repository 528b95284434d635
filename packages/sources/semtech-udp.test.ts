import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Heard } from './contract.ts';
import { semtechUdp } from './semtech-udp.ts';
import { fixtures, sourceSuite } from './source.suite.ts';

sourceSuite({ source: semtechUdp, captured: fixtures('semtech-udp') });

const gateway = '0016c001ff10a235';
const topic = `city/${gateway}/rx`;
const bytesOf = (content: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(content));
const read = (content: unknown, on = topic): Heard => semtechUdp.read({ topic: on, payload: bytesOf(content), stream: 'frames' });
const split = (payload: Uint8Array): readonly Uint8Array[] => semtechUdp.split?.({ topic, payload, stream: 'frames' }) ?? [];

test('each of several frames becomes a message of its own, in order, and so do the statistics beside them', () => {
  const frames = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 20 });
  const header = fc.option(fc.constant([2, 0x12, 0x34, 0, ...Buffer.from(gateway, 'hex')]));
  const property = fc.property(frames, fc.boolean(), header, (phyPayloads, withStat, datagram) => {
    const rxpk = phyPayloads.map((bytes) => ({ data: Buffer.from(bytes).toString('base64url') }));
    const content = bytesOf(withStat ? { rxpk, stat: {} } : { rxpk });
    const payload = new Uint8Array([...(datagram ?? []), ...content]);
    const heard = split(payload).map((part) => semtechUdp.read({ topic, payload: part, stream: 'frames' }));
    const read = heard.flatMap((one) => (one.kind === 'frame' ? [[...one.phyPayload]] : []));
    expect(read).toEqual(phyPayloads.map((bytes) => [...bytes]));
    const others = heard.filter(({ kind }) => kind !== 'frame');
    // One frame and its statistics are two messages; one frame alone stays as it came.
    expect(others).toEqual(withStat ? [{ kind: 'other', event: 'gateway_stats', gateway }] : []);
  });
  fc.assert(property, { numRuns: 300 });
});

test('one bad element among others is a bad message of its own', () => {
  const heard = split(bytesOf({ rxpk: [{ data: 'QA' }, { data: '' }, 7] })).map((payload) =>
    semtechUdp.read({ topic, payload, stream: 'frames' }),
  );
  expect(heard.map((one) => (one.kind === 'malformed' ? one.detail : one.kind))).toEqual([
    'frame',
    'rxpk.data is missing or empty.',
    'rxpk is not an object.',
  ]);
});

test('what no packet forwarder writes stays one message', () => {
  const many = bytesOf({ rxpk: Array.from({ length: 257 }, () => ({})) });
  expect(split(many)).toEqual([many]);
  const deep = new TextEncoder().encode(`{"rxpk":[{"data":"QA","x":${'['.repeat(20_000)}${']'.repeat(20_000)}},{"data":"QA"}]}`);
  expect(split(deep)).toEqual([deep]);
  for (const content of ['text', [], {}, { rxpk: 1 }, { rxpk: [] }]) expect(split(bytesOf(content))).toHaveLength(1);
});

test('the gateway of the topic is the one, whatever the datagram says', () => {
  const payload = new Uint8Array([2, 0, 0, 0, ...new Array(8).fill(0xee), ...bytesOf({ rxpk: [{ data: 'QA' }] })]);
  const heard = (on: string) => semtechUdp.read({ topic: on, payload, stream: 'frames' });
  expect(heard(topic)).toMatchObject({ receptions: [{ gateway }] });
  expect(heard('city/rx')).toMatchObject({ receptions: [{ gateway: 'eeeeeeeeeeeeeeee' }] });
});

test.each<[what: string, heard: Heard, detail: string]>([
  ['no gateway', read({ rxpk: [{ data: 'QA' }] }, 'city/rx'), 'No level of the topic is the gateway, in 16 hexadecimal digits.'],
  ['nothing', read({}), 'The message has neither rxpk nor stat.'],
  ['no list', read({ rxpk: {} }), 'rxpk is not a list.'],
  ['a datagram to a gateway', read({ txpk: {} }), 'The message has neither rxpk nor stat.'],
  ['a list', read([]), 'The content is neither the JSON of a PUSH_DATA datagram nor one.'],
  ['base64 of a letter too many', read({ rxpk: [{ data: 'QAAAA' }] }), 'rxpk.data is not base64.'],
  ['a time without zone', read({ rxpk: [{ data: 'QA', time: '2013-03-31 16:21:17' }] }), 'rxpk.time is not a time.'],
])('malformed: %s', (_, heard, detail) => expect(heard).toEqual({ kind: 'malformed', detail }));
