import { expect, test } from '@jest/globals';
import type { Heard } from './contract.ts';
import { pushedTopic } from './pushed-topic.ts';
import { fixtures, sourceSuite } from './source.suite.ts';
import { thingpark } from './thingpark.ts';

sourceSuite({ source: thingpark, captured: fixtures('thingpark') });

const uplink = { DevEUI: '0018B20000000B20', FCntUp: 1174, FPort: 1, payload_hex: '9e1c' };
const read = (content: unknown, topic = 'mqtt/things/0018B20000000B20/uplink'): Heard =>
  thingpark.read({ topic, payload: new TextEncoder().encode(JSON.stringify(content)), stream: 'events' });

test('of an early version, without DevAddr, gateways and time', () => {
  expect(read({ DevEUI_uplink: uplink })).toEqual({
    ...{ kind: 'application_event', devEui: '0018b20000000b20', devAddr: '', fCnt: 1174, fPort: 1 },
    ...{ confirmed: false, bytes: new Uint8Array([0x9e, 0x1c]), encrypted: false, receptions: [] },
  });
});

test('without its list, the gateway that heard best is the one', () => {
  const heard = read({ DevEUI_uplink: { ...uplink, Lrrid: 'FF010345', LrrRSSI: '-100.000000', LrrSNR: '9.000000', SpFact: '7' } });
  expect(heard).toMatchObject({ receptions: [{ gateway: 'ff010345', rssi: -100, snr: 9, spreadingFactor: 7 }] });
});

test('what was pushed, and topics set otherwise, need not name the device', () => {
  for (const topic of [pushedTopic('operator', ''), 'city/thingpark']) {
    expect(read({ DevEUI_uplink: uplink }, topic)).toMatchObject({ devEui: '0018b20000000b20' });
  }
});

test.each([
  ['DevEUI_downlink_Sent', 'txack'],
  ['DevEUI_downlink_Rejected', 'log'],
  ['DevEUI_notification', 'log'],
])('%s is told as %s', (document, event) => {
  expect(read({ [document]: { DevEUI: uplink.DevEUI } })).toEqual({ kind: 'other', event, devEui: '0018b20000000b20' });
});

test.each<[what: string, content: object, detail: string]>([
  ['no device', { DevEUI_uplink: { ...uplink, DevEUI: '' } }, 'DevEUI_uplink.DevEUI is missing.'],
  ['another device', { DevEUI_uplink: { ...uplink, DevEUI: '0018B20000000B21' } }, 'Topic and content name different devices.'],
  ['no counter', { DevEUI_uplink: { ...uplink, FCntUp: undefined } }, 'DevEUI_uplink.FCntUp is missing.'],
  ['a counter in words', { DevEUI_uplink: { ...uplink, FCntUp: 'one' } }, 'DevEUI_uplink.FCntUp is not a number.'],
  ['half a byte', { DevEUI_uplink: { ...uplink, payload_hex: '9e1' } }, 'DevEUI_uplink.payload_hex is not hexadecimal.'],
  ['a gateway of no name', { DevEUI_uplink: { ...uplink, Lrrs: { Lrr: [{}] } } }, 'DevEUI_uplink.Lrrs.Lrr[].Lrrid is missing.'],
])('malformed: %s', (_, content, detail) => expect(read(content)).toEqual({ kind: 'malformed', detail }));

test('a decoded payload alone is told as what it is not', () => {
  expect(read({ messageType: 'HEARTBEAT' })).toMatchObject({ detail: expect.stringContaining('none of DevEUI_uplink') });
});
