import { expect, test } from '@jest/globals';
import { fromHex } from './captured.ts';
import { chirpstack } from './chirpstack.ts';
import type { Heard } from './contract.ts';
import { sources } from './index.ts';
import { fixtures, sourceSuite } from './source.suite.ts';
import { bytesField, doubleField, floatField, message, varintField } from './write-protobuf.ts';

const captured = ['chirpstack', 'chirpstack-protobuf', 'chirpstack-v3'].flatMap(fixtures);

sourceSuite({ source: chirpstack, captured });

const utf8 = new TextEncoder();
const frameTopic = 'eu868/gateway/0016C001FF10A235/event/up';
const eventTopic = 'application/1/device/0102030405060701/event/up';
const gateway = '0016c001ff10a235';
const readFrame = (payload: Uint8Array, topic = frameTopic): Heard => chirpstack.read({ topic, payload, stream: 'frames' });
const readFrameJson = (content: unknown): Heard => readFrame(utf8.encode(JSON.stringify(content)));
const readEvent = (content: unknown, topic = eventTopic): Heard =>
  chirpstack.read({ topic, payload: utf8.encode(JSON.stringify(content)), stream: 'events' });

test('is found by its name', () => {
  for (const [name, source] of Object.entries(sources)) expect(source.name).toBe(name);
  expect(sources['chirpstack']).toBe(chirpstack);
});

// ---- Topics

test.each([
  ['gateway/0016c001ff10a235/event/stats', 'frames', { event: 'gateway_stats', gateway }],
  ['eu868/gateway/0016c001ff10a235/event/ack', 'frames', { event: 'gateway_ack', gateway }],
  ['a/b/gateway/0016c001ff10a235/event/exec', 'frames', { event: 'gateway_exec', gateway }],
  ['gateway/0016c001ff10a235/event/raw', 'frames', { event: 'gateway_raw', gateway }],
  ['gateway/0016c001ff10a235/event/mesh', 'frames', { event: 'gateway_mesh', gateway }],
  ['gateway/0016c001ff10a235/state/conn', 'frames', { event: 'gateway_state', gateway }],
  ['gateway/0016c001ff10a235/command/config', 'frames', { event: 'gateway_command', gateway }],
  ['application/1/device/0102030405060701/event/location', 'events', { event: 'location', devEui: '0102030405060701' }],
  ['application/1/device/010203040506070A/event/integration', 'events', { event: 'integration', devEui: '010203040506070a' }],
  ['application/1/device/0102030405060701/command/down', 'events', { event: 'command_down', devEui: '0102030405060701' }],
  ['city/lora/application/1/device/0102030405060701/event/join', 'events', { event: 'join', devEui: '0102030405060701' }],
  ['application/1/device/0102030405060701/event/error', 'events', { event: 'log', devEui: '0102030405060701' }],
  ['application/1/device/0102030405060701/status', 'events', { event: 'status', devEui: '0102030405060701' }],
  ['application/1/device/0102030405060701/tx', 'events', { event: 'command_down', devEui: '0102030405060701' }],
] as const)('by its topic alone: %s', (topic, stream, expected) => {
  expect(chirpstack.read({ topic, stream, payload: fromHex('ff') })).toEqual({ kind: 'other', ...expected });
});

test.each([
  '',
  'gateway',
  'gateway/0016c001ff10a235/event',
  'gateway//event/up',
  'gateway/0016c001ff10a235/event/down',
  'gateway/0016c001ff10a235/event/toString',
  'gateway/0016c001ff10a235/event/up/more',
  'gateway/0016c001ff10a235/state/',
  'application/1/device/0102030405060701/event/warning',
  'application/1/device/0102030405060701/rx/more',
  'application/1/device/0102030405060701/command/up',
  'application/1/device/01020304050607/event/up',
  'application//device/0102030405060701/event/up',
  'application/1/device/0102030405060701/more/event/up',
  'prefix/applications/1/device/0102030405060701/event/up',
  'v3/app/devices/dev/up',
])('not a topic of ChirpStack: "%s"', (topic) => {
  const detail = expect.stringContaining('[prefix/]gateway/{id}/event/{up|stats|ack|exec|raw|mesh}');
  for (const stream of ['frames', 'events'] as const) {
    expect(chirpstack.read({ topic, stream, payload: fromHex('') })).toEqual({ kind: 'malformed', detail });
  }
});

test('topics with and without a prefix of one level are subscribed to', () => {
  expect(chirpstack.subscriptions('frames')).toEqual(expect.arrayContaining(['gateway/+/event/+', '+/gateway/+/event/+']));
});

// ---- Frames

/** The frame of the documentation of ChirpStack's Gateway Bridge. */
const documented = {
  phyPayload: 'QPF9vkkAAgABlUN4disR/w0=',
  txInfo: { frequency: 868100000, modulation: { lora: { bandwidth: 125000, spreadingFactor: 7, codeRate: 'CR_4_5' } } },
  rxInfo: {
    gatewayId: gateway,
    gwTime: '2022-08-03T14:37:43.383634108Z',
    timeSinceGpsEpoch: '1343572681.383634108s',
    rssi: -52,
    snr: 13.75,
  },
};
const time = 1_659_537_463_383;
const documentedReception = {
  gateway,
  rssi: -52,
  snr: 13.75,
  channel: 0,
  gatewayTime: time,
  gpsTime: time,
  frequency: 868100000,
  spreadingFactor: 7,
};
const documentedFrame = { kind: 'frame', phyPayload: fromHex('40f17dbe4900020001954378762b11ff0d'), receptions: [documentedReception] };

const seconds = (whole: number): number[][] => [varintField(1, whole), varintField(2, 383634108)];
const rxInfo = (numbers: readonly [time: number, gps: number, rssi: number]): number[][] => [
  bytesField(numbers[0], message(...seconds(1659537463))),
  bytesField(numbers[1], message(...seconds(1343572681))),
  varintField(numbers[2], -52),
];
const phyPayload = bytesField(1, documentedFrame.phyPayload);
const lora = bytesField(3, message(varintField(1, 125000), varintField(2, 7)));
const txInfo = bytesField(4, message(varintField(1, 868100000), bytesField(2, message(lora))));

test('a frame reads the same in JSON, in protobuf, and in the shapes of version 3', () => {
  const protobuf = message(phyPayload, txInfo, bytesField(5, message(...rxInfo([3, 4, 6]), floatField(7, 13.75))));
  const txInfoLegacy = bytesField(2, message(varintField(1, 868100000), lora));
  const legacy = message(phyPayload, txInfoLegacy, bytesField(3, message(...rxInfo([2, 3, 5]), doubleField(6, 13.75))));
  const { gwTime, timeSinceGpsEpoch, snr, gatewayId: _, ...rest } = documented.rxInfo;
  const version3 = {
    phyPayload: documented.phyPayload,
    txInfo: { frequency: 868100000, modulation: 'LORA', loRaModulationInfo: { bandwidth: 125, spreadingFactor: 7, codeRate: '4/5' } },
    rxInfo: { ...rest, gatewayID: 'ABbAAf8QojU=', time: gwTime, timeSinceGPSEpoch: timeSinceGpsEpoch, loRaSNR: snr },
  };
  expect(readFrameJson(documented)).toEqual(documentedFrame);
  expect(readFrame(protobuf)).toEqual(documentedFrame);
  expect(readFrame(legacy)).toEqual(documentedFrame);
  expect(readFrameJson(version3)).toEqual(documentedFrame);
  expect(readFrameJson({ ...documented, rxInfo: { ...rest, snr, time: gwTime, timeSinceGpsEpoch } })).toEqual(documentedFrame);
});

test('today’s shape wins over the legacy one beside it, and fields of the future are skipped', () => {
  const legacy = bytesField(3, message(varintField(5, -120), doubleField(6, -20), varintField(7, 5)));
  const current = bytesField(5, message(...rxInfo([3, 4, 6]), floatField(7, 13.75), varintField(8, 0), bytesField(99, [1, 2])));
  expect(readFrame(message(phyPayload, legacy, txInfo, current, doubleField(100, 1)))).toEqual(documentedFrame);
});

test('a protobuf that opens like JSON is protobuf', () => {
  // A line feed is the tag of phyPayload and white space in JSON; "{" is then a length of 123.
  const bytes = new Uint8Array(0x7b).fill(0x40);
  expect(readFrame(message(bytesField(1, bytes)))).toEqual({ kind: 'frame', phyPayload: bytes, receptions: [{ gateway }] });
});

test('JSON may come after white space', () => {
  expect(readFrame(utf8.encode(` \r\n\t${JSON.stringify(documented)}`))).toEqual(documentedFrame);
});

test('GPS time is 18 s ahead of UTC', () => {
  const newYear = Date.UTC(2017, 0, 1);
  for (const [timeSinceGpsEpoch, gpsTime] of [
    ['1167264018s', newYear],
    ['1167264018.25s', newYear + 250],
    ['1167264018.000999999s', newYear],
  ]) {
    expect(readFrameJson({ phyPayload: 'QA==', rxInfo: { timeSinceGpsEpoch } })).toMatchObject({ receptions: [{ gpsTime }] });
  }
});

test('what a gateway did not say is absent, not zero', () => {
  const onlyZeros = { phyPayload: 'QA==', txInfo: { frequency: 0, modulation: { fsk: {} } }, rxInfo: { rssi: 0, channel: 0 } };
  expect(readFrameJson(onlyZeros)).toEqual({ kind: 'frame', phyPayload: fromHex('40'), receptions: [{ gateway, channel: 0 }] });
  expect(readFrameJson({ phyPayload: 'QA==', rxInfo: null })).toMatchObject({ receptions: [{ gateway }] });
  expect(readFrameJson({ phyPayload: 'QA==', rxInfo: { snr: 'NaN' } })).toMatchObject({ receptions: [{ gateway, channel: 0 }] });
  const notANumber = message(bytesField(1, [0x40]), bytesField(5, message(floatField(7, Number.NaN))));
  expect(readFrame(notANumber)).toEqual({ kind: 'frame', phyPayload: fromHex('40'), receptions: [{ gateway, channel: 0 }] });
});

test.each<[what: string, payload: Uint8Array, detail: string]>([
  ['an empty payload', fromHex(''), 'phyPayload is missing or empty.'],
  ['JSON without PHYPayload', utf8.encode('{}'), 'phyPayload is missing or empty.'],
  [
    'JSON cut short',
    utf8.encode('{"phyPayload":"QA=='),
    'Not complete JSON, and read as a protobuf gw.UplinkFrame: field 15 has wire type 3 instead of 2.',
  ],
  ['a PHYPayload that is a number', utf8.encode('{"phyPayload":1}'), 'phyPayload is not a text.'],
  ['URL-safe base64', utf8.encode('{"phyPayload":"-_-_"}'), 'phyPayload is not base64.'],
  ['base64 with a letter too many', utf8.encode('{"phyPayload":"QAAAA"}'), 'phyPayload is not base64.'],
  ['base64 with half its padding', utf8.encode('{"phyPayload":"QA="}'), 'phyPayload is not base64.'],
  ['a text for an object', utf8.encode('{"phyPayload":"QA==","rxInfo":"x"}'), 'rxInfo is not an object.'],
  ['a list for an object', utf8.encode('{"phyPayload":"QA==","rxInfo":[]}'), 'rxInfo is not an object.'],
  ['a text for a number', utf8.encode('{"phyPayload":"QA==","rxInfo":{"rssi":"-57"}}'), 'rxInfo.rssi is not a number.'],
  ['a number without end', utf8.encode('{"phyPayload":"QA==","rxInfo":{"rssi":1e999}}'), 'rxInfo.rssi is not a number.'],
  ['a time without zone', utf8.encode('{"phyPayload":"QA==","rxInfo":{"gwTime":"2022-08-03T14:37:43"}}'), 'rxInfo.gwTime is not a time.'],
  [
    'a time on the 25th hour',
    utf8.encode('{"phyPayload":"QA==","rxInfo":{"gwTime":"2022-08-03T25:37:43Z"}}'),
    'rxInfo.gwTime is not a time.',
  ],
  [
    'a GPS time without unit',
    utf8.encode('{"phyPayload":"QA==","rxInfo":{"timeSinceGpsEpoch":"1"}}'),
    'rxInfo.timeSinceGpsEpoch is not a time.',
  ],
  [
    'a channel with a fraction',
    utf8.encode('{"phyPayload":"QA==","rxInfo":{"channel":1.5}}'),
    'rxInfo.channel is not a whole number from 0 to 4294967295.',
  ],
  [
    'a time past the year 9999',
    message(phyPayload, bytesField(5, bytesField(3, varintField(1, 2n ** 40n)))),
    'rxInfo.gwTime is not a time.',
  ],
  ['a negative nanosecond', message(phyPayload, bytesField(5, bytesField(3, varintField(2, -1)))), 'rxInfo.gwTime is not a time.'],
  [
    'a GPS time of 10^12 s',
    message(phyPayload, bytesField(5, bytesField(4, varintField(1, 10n ** 12n)))),
    'rxInfo.timeSinceGpsEpoch is not a time.',
  ],
])('a frame is malformed: %s', (_, payload, detail) => {
  expect(readFrame(payload)).toEqual({ kind: 'malformed', detail });
});

test('base64 may come without padding', () => {
  expect(readFrameJson({ phyPayload: 'QA' })).toMatchObject({ kind: 'frame', phyPayload: fromHex('40') });
});

// ---- Application events

const event = { deviceInfo: { devEui: '0102030405060701' }, devAddr: '0199CD5D', data: '3q2+7w==' };

test('early version 4 leaves zeros out', () => {
  expect(readEvent(event)).toEqual({
    kind: 'application_event',
    devEui: '0102030405060701',
    devAddr: '0199cd5d',
    fCnt: 0,
    fPort: 0,
    confirmed: false,
    bytes: fromHex('deadbeef'),
    encrypted: false,
    receptions: [],
  });
  expect(readEvent({ ...event, data: null, joinServerContext: null })).toMatchObject({ bytes: fromHex(''), encrypted: false });
});

test('a known join server’s session means ciphertext, whether or not its key came along', () => {
  for (const joinServerContext of [{ sessionKeyId: '01020304' }, { sessionKeyId: '', appSKey: { aesKey: '' } }, {}]) {
    expect(readEvent({ ...event, joinServerContext })).toMatchObject({ encrypted: true });
  }
});

test('the widest counter is read whole', () => {
  expect(readEvent({ ...event, fCnt: 4294967295, fPort: 255, confirmed: true })).toMatchObject({
    fCnt: 4294967295,
    fPort: 255,
    confirmed: true,
  });
});

test('topic and content may differ in the case of the DevEUI, not in the device', () => {
  const named = { ...event, deviceInfo: { devEui: '010203040506070A' } };
  expect(readEvent(named, 'application/1/device/010203040506070a/event/up')).toMatchObject({ devEui: '010203040506070a' });
  expect(readEvent(named)).toEqual({ kind: 'malformed', detail: 'Topic and content name different devices.' });
});

test.each<[what: string, content: unknown, detail: string]>([
  ['a list', [], 'Not complete JSON, and read as a protobuf integration.UplinkEvent: field 11 has wire type 3 instead of 2.'],
  ['null', null, 'Not complete JSON, and read as a protobuf integration.UplinkEvent: field 13 has wire type 6 instead of 2.'],
  ['an event of no device', { devAddr: '0199cd5d' }, 'Neither deviceInfo.devEui (ChirpStack 4) nor devEUI (ChirpStack 3) is there.'],
  ['a DevEUI of 15 digits', { ...event, deviceInfo: { devEui: '010203040506070' } }, 'deviceInfo.devEui is not 16 hexadecimal digits.'],
  ['a negative counter', { ...event, fCnt: -1 }, 'fCnt is not a whole number from 0 to 4294967295.'],
  ['half a counter', { ...event, fCnt: 0.5 }, 'fCnt is not a whole number from 0 to 4294967295.'],
  ['a counter of 33 bits', { ...event, fCnt: 2 ** 32 }, 'fCnt is not a whole number from 0 to 4294967295.'],
  ['a counter in quotes', { ...event, fCnt: '1' }, 'fCnt is not a whole number from 0 to 4294967295.'],
  ['port 256', { ...event, fPort: 256 }, 'fPort is not a whole number from 0 to 255.'],
  ['a DevAddr of 7 digits', { ...event, devAddr: '199CD5D' }, 'devAddr is not 8 hexadecimal digits.'],
  ['no DevAddr', { ...event, devAddr: undefined }, 'devAddr is not 8 hexadecimal digits.'],
  ['data that is not base64', { ...event, data: 'dead beef' }, 'data is not base64.'],
  ['confirmed in quotes', { ...event, confirmed: 'true' }, 'confirmed is neither true nor false.'],
  ['a time in numbers', { ...event, time: 0 }, 'time is not a text.'],
  ['receptions that are no list', { ...event, rxInfo: {} }, 'rxInfo is not a list.'],
  ['a reception that is none', { ...event, rxInfo: [1] }, 'rxInfo[] is not an object.'],
  ['a reception of nobody', { ...event, rxInfo: [{ rssi: -57 }] }, 'rxInfo[].gatewayId is missing.'],
  ['a join server’s session in words', { ...event, joinServerContext: 'x' }, 'joinServerContext is not an object.'],
])('an application event is malformed: %s', (_, content, detail) => {
  expect(readEvent(content)).toEqual({ kind: 'malformed', detail });
});
