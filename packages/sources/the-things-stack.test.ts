import { expect, test } from '@jest/globals';
import type { Heard } from './contract.ts';
import { pushedTopic } from './pushed-topic.ts';
import { fixtures, sourceSuite } from './source.suite.ts';
import { theThingsStack } from './the-things-stack.ts';

sourceSuite({ source: theThingsStack, captured: fixtures('the-things-stack') });

const topic = 'v3/app1@tenant1/devices/dev1/up';
const ids = { device_id: 'dev1', application_ids: { application_id: 'app1' }, dev_eui: '0004A30B001C0530', dev_addr: '00BCB929' };
const read = (content: unknown, on = topic): Heard =>
  theThingsStack.read({ topic: on, payload: new TextEncoder().encode(JSON.stringify(content)), stream: 'events' });
const readUplink = (uplink: object, at: object = ids): Heard => read({ end_device_ids: at, uplink_message: uplink });

test('what is left out is zero', () => {
  expect(readUplink({})).toEqual({
    ...{ kind: 'application_event', devEui: '0004a30b001c0530', devAddr: '00bcb929', fCnt: 0, fPort: 0 },
    ...{ confirmed: false, bytes: new Uint8Array(), encrypted: false, receptions: [] },
  });
  const heard = readUplink({ rx_metadata: [{ gateway_ids: { gateway_id: 'Roof' } }], settings: { data_rate: { lora: {} } } });
  expect(heard).toMatchObject({ receptions: [{ gateway: 'roof', snr: 0, channel: 0 }] });
});

test('an AppSKey means ciphertext, whether or not it can be used', () => {
  for (const app_s_key of [{}, { kek_label: 'x' }, { encrypted_key: 'AAAA' }, { key: '' }]) {
    const heard = readUplink({ app_s_key });
    expect(heard).toMatchObject({ encrypted: true });
    expect(heard).not.toHaveProperty('appSKey');
  }
});

test('a simulated uplink is never an uplink, wherever it comes from', () => {
  const simulated = { end_device_ids: ids, uplink_message: { f_cnt: 1 }, simulated: true };
  for (const on of [topic, pushedTopic('tts', 'up')]) {
    expect(read(simulated, on)).toEqual({ kind: 'other', event: 'simulated_uplink', devEui: '0004a30b001c0530' });
  }
});

test('what a webhook pushed needs no topic of the device', () => {
  expect(read({ end_device_ids: ids, uplink_message: { f_cnt: 7 } }, pushedTopic('tts', ''))).toMatchObject({ fCnt: 7 });
});

test.each<[what: string, heard: Heard, detail: string]>([
  ['no identifiers', read({ uplink_message: {} }), 'end_device_ids is missing.'],
  ['another device', read({ end_device_ids: { ...ids, device_id: 'dev2' } }), 'Topic and content name different devices.'],
  [
    'another application',
    read({ end_device_ids: { ...ids, application_ids: { application_id: 'app2' } } }),
    'Topic and content name different devices.',
  ],
  ['no DevEUI', readUplink({}, { ...ids, dev_eui: undefined }), 'dev_eui is missing: give the device its DevEUI in The Things Stack.'],
  ['a DevEUI of 15 digits', readUplink({}, { ...ids, dev_eui: '004A30B001C0530' }), 'end_device_ids.dev_eui is not 16 hexadecimal digits.'],
  [
    'ciphertext without DevAddr',
    readUplink({ app_s_key: {} }, { ...ids, dev_addr: '' }),
    'end_device_ids.dev_addr is missing, and nothing can be decrypted without it.',
  ],
  ['a counter of 33 bits', readUplink({ f_cnt: 2 ** 32 }), 'uplink_message.f_cnt is not a whole number from 0 to 4294967295.'],
  ['a reception of nobody', readUplink({ rx_metadata: [{}] }), 'uplink_message.rx_metadata[].gateway_ids names no gateway.'],
  ['a frequency in words', readUplink({ settings: { frequency: '868.3 MHz' } }), 'uplink_message.settings.frequency is not a number.'],
  ['a key that is not hexadecimal', readUplink({ app_s_key: { key: 'xy' } }), 'uplink_message.app_s_key.key is not hexadecimal.'],
  ['text', theThingsStack.read({ topic, payload: new Uint8Array([0x78]), stream: 'events' }), 'The content is not a JSON object.'],
])('malformed: %s', (_, heard, detail) => expect(heard).toEqual({ kind: 'malformed', detail }));

test('what it is not is told', () => {
  expect(read({ end_device_ids: ids })).toMatchObject({ detail: expect.stringContaining('none of uplink_message, join_accept') });
  expect(read({ end_device_ids: ids }, 'v3/app1/gateways/gtw1')).toMatchObject({ detail: expect.stringContaining('Known are v3/') });
});
