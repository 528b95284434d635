import { expect, test } from '@jest/globals';
import type { Heard } from './contract.ts';
import { kerlink } from './kerlink.ts';
import { pushedTopic } from './pushed-topic.ts';
import { fixtures, sourceSuite } from './source.suite.ts';

sourceSuite({ source: kerlink, captured: fixtures('kerlink') });

const push = { endDevice: { devEui: '343737394A336F09', devAddr: '24004F6B' }, fCntUp: 6940, payload: '0027' };
const read = (content: unknown, topic = 'dataUp'): Heard =>
  kerlink.read({ topic, payload: new TextEncoder().encode(JSON.stringify(content)), stream: 'events' });

test('the route is the operator’s to set', () => {
  for (const topic of [pushedTopic('wanesy', 'dataUp'), pushedTopic('wanesy', ''), 'lora/uplink']) {
    expect(read(push, topic)).toMatchObject({ kind: 'application_event', fCnt: 6940, devAddr: '24004f6b' });
  }
});

test.each<[what: string, content: object, detail: string]>([
  ['no device', { ...push, endDevice: {} }, 'endDevice.devEui is missing.'],
  ['a payload of another encoding', { ...push, encodingType: 'ASCII' }, 'encodingType is neither HEXA nor BASE64.'],
  ['hexadecimal that is none', { ...push, payload: 'zz' }, 'payload is not hexadecimal.'],
  [
    'ciphertext without DevAddr',
    { ...push, endDevice: { devEui: '343737394A336F09' }, encrypted: true },
    'endDevice.devAddr is missing, and nothing can be decrypted without it.',
  ],
  ['a time past the year 9999', { ...push, recvTime: 253_402_300_800_000 }, 'recvTime is not a time.'],
  ['a gateway of no name', { ...push, gwInfo: [{ rssi: -107 }] }, 'gwInfo[].gwEui is missing.'],
  ['neither uplink nor downlink', {}, 'The message is no uplink (fCntUp is missing), and its topic does not end in dataDownEvent.'],
])('malformed: %s', (_, content, detail) => expect(read(content)).toEqual({ kind: 'malformed', detail }));
