import { expect, test } from '@jest/globals';
import { fromHex } from './captured.ts';
import type { Heard } from './contract.ts';
import { messageKey } from './message-key.ts';

const heardFrame = (hex: string): Heard => ({ kind: 'frame', phyPayload: fromHex(hex), receptions: [{ gateway: '0016c001ff10a235' }] });
const event = {
  kind: 'application_event',
  devEui: '0102030405060701',
  devAddr: '0199cd5d',
  fCnt: 0,
  fPort: 1,
  confirmed: false,
  bytes: new Uint8Array(),
  encrypted: false,
  receptions: [],
} as const satisfies Heard;

// Frames of an own capture of simulated devices; identifiers are invented.
test.each<[what: string, heard: Heard, key: string]>([
  ['a data frame: its DevAddr', heardFrame('405dcd9901800000018cc168f3f4182f14b14b'), '0199cd5d'],
  ['an application event: the same DevAddr', event, '0199cd5d'],
  ['a join request: its device', heardFrame('00010000d07ed5b370010706050403020102006a6339d3'), 'device:0102030405060701'],
  ['a rejoin request: its device', heardFrame(`c000010203${'0706050403020100'}0000${'00000000'}`), 'device:0001020304050607'],
  ['a proprietary frame: its gateway', heardFrame('e0010203040506'), 'gateway:0016c001ff10a235'],
  ['a truncated frame: its gateway', heardFrame('400102'), 'gateway:0016c001ff10a235'],
  ['a frame that nobody says to have heard: its topic', { kind: 'frame', phyPayload: fromHex('400102'), receptions: [] }, 'topic:t'],
  ['what a server says of a device: the device', { kind: 'other', event: 'status', devEui: '0102030405060701' }, 'device:0102030405060701'],
  ['what a gateway says: the gateway', { kind: 'other', event: 'gateway_stats', gateway: '0016c001ff10a235' }, 'gateway:0016c001ff10a235'],
  ['what names neither: its topic', { kind: 'other', event: 'log' }, 'topic:t'],
  ['what cannot be read: its topic', { kind: 'malformed', detail: 'x' }, 'topic:t'],
])('the key of %s', (_, heard, key) => {
  expect(messageKey(heard, 't')).toBe(key);
});
