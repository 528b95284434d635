import { expect, test } from '@jest/globals';
import { fromHex } from './captured.ts';
import { chirpstack } from './chirpstack.ts';
import type { Heard } from './contract.ts';
import { bytesField, message, varintField } from './write-protobuf.ts';

const utf8 = new TextEncoder();
const eventTopic = 'application/1/device/0102030405060701/event/up';
const readEvent = (content: unknown): Heard =>
  chirpstack.read({ topic: eventTopic, payload: utf8.encode(JSON.stringify(content)), stream: 'events' });
const devEui = '0102030405060701';
const deviceInfo = bytesField(3, message(bytesField(7, utf8.encode('a name')), bytesField(8, utf8.encode(devEui))));
const devAddr = bytesField(4, utf8.encode('0199CD5D'));
const version4 = (...fields: number[][]): Heard =>
  chirpstack.read({ topic: eventTopic, payload: message(bytesField(1, utf8.encode('id')), ...fields), stream: 'events' });
const version3 = (...fields: number[][]): Heard =>
  chirpstack.read({ topic: eventTopic, payload: message(varintField(1, 1), ...fields), stream: 'events' });
const eui = bytesField(4, fromHex(devEui));

test('proto3 leaves zeros out', () => {
  const nothing = { devEui, fCnt: 0, fPort: 0, confirmed: false, bytes: fromHex(''), encrypted: false, receptions: [] };
  expect(version4(deviceInfo, devAddr)).toEqual({ kind: 'application_event', devAddr: '0199cd5d', ...nothing });
  expect(version3(eui)).toEqual({ kind: 'application_event', devAddr: '', ...nothing });
});

test('a known join server’s session means ciphertext in protobuf too, with the key that came along, wrapped or plain', () => {
  const key = fromHex('000102030405060708090a0b0c0d0e0f');
  const label = bytesField(1, utf8.encode('kek'));
  const heard = (context: Uint8Array) => version4(deviceInfo, devAddr, bytesField(15, context));
  expect(heard(message())).toMatchObject({ encrypted: true });
  expect(heard(message(bytesField(2, message(label))))).not.toHaveProperty('appSKey');
  expect(heard(message(bytesField(2, message(bytesField(2, key)))))).toMatchObject({ encrypted: true, appSKey: { key } });
  expect(heard(message(bytesField(2, message(label, bytesField(2, key)))))).toMatchObject({ appSKey: { kekLabel: 'kek', key } });
});

test.each<[what: string, heard: Heard, detail: string]>([
  ['no device', version4(devAddr), 'deviceInfo.devEui is not 16 hexadecimal digits.'],
  ['no DevAddr', version4(deviceInfo), 'devAddr is not 8 hexadecimal digits.'],
  ['port 256', version4(deviceInfo, devAddr, varintField(8, 256)), 'fPort is not a whole number from 0 to 255.'],
  ['a reception of nobody', version4(deviceInfo, devAddr, bytesField(12, message())), 'rxInfo[].gatewayId is missing.'],
  [
    'a DevAddr that is not UTF-8',
    version4(deviceInfo, bytesField(4, [0xff])),
    'Not complete JSON, and read as a protobuf integration.UplinkEvent: field 4 is not UTF-8.',
  ],
  ['version 3: a DevEUI of 7 bytes', version3(bytesField(4, new Uint8Array(7))), 'devEUI is not 8 bytes.'],
  ['version 3: a DevAddr of 3 bytes', version3(eui, bytesField(15, new Uint8Array(3))), 'devAddr is not 4 bytes.'],
  ['version 3: port 256', version3(eui, varintField(10, 256)), 'fPort is not a whole number from 0 to 255.'],
  ['version 3: a reception of nobody', version3(eui, bytesField(5, message())), 'rxInfo[].gatewayID is missing.'],
  ['version 3: another device', version3(bytesField(4, new Uint8Array(8))), 'Topic and content name different devices.'],
])('an application event in protobuf is malformed: %s', (_, heard, detail) => {
  expect(heard).toEqual({ kind: 'malformed', detail });
});

test.each<[what: string, content: object, detail: string]>([
  ['a DevEUI of 7 bytes', { devEUI: 'AQIDBAUGBw==' }, 'devEUI is not 8 bytes, in hexadecimal or base64.'],
  ['a DevAddr of 5 bytes', { devEUI: devEui, devAddr: 'AQIDBAU=' }, 'devAddr is not 4 bytes, in hexadecimal or base64.'],
  ['a reception of nobody', { devEUI: devEui, rxInfo: [{}] }, 'rxInfo[].gatewayID is not 8 bytes, in hexadecimal or base64.'],
])('an application event of version 3 is malformed: %s', (_, content, detail) => {
  expect(readEvent(content)).toEqual({ kind: 'malformed', detail });
});
