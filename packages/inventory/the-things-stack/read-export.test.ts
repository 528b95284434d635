import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readTheThingsStack } from './read-export.ts';

const one = {
  ids: { device_id: 'dev1', application_ids: { application_id: 'app1' }, dev_eui: '0004A30B001C0530', join_eui: '800000000000000C' },
  name: 'Chez Durand',
  attributes: { floor: '2' },
  version_ids: { brand_id: 'decentlab', model_id: 'dl-pm', band_id: 'EU_863_870' },
  lorawan_version: 'MAC_V1_0_2',
  root_keys: { app_key: { key: '00112233445566778899AABBCCDDEEFF' } },
  session: {
    dev_addr: '00BCB929',
    keys: {
      session_key_id: 'AXA50tHUGUucuzS/bCGMNw==',
      f_nwk_s_int_key: { key: '0102030405060708090A0B0C0D0E0F10' },
      s_nwk_s_int_key: { key: '0102030405060708090A0B0C0D0E0F10' },
      nwk_s_enc_key: { key: '0102030405060708090A0B0C0D0E0F10' },
      app_s_key: { key: '1112131415161718191A1B1C1D1E1F20' },
    },
    started_at: '2020-02-12T15:15:46.014773143Z',
  },
  mac_settings: { resets_f_cnt: true },
  locations: { user: { latitude: 37.97, longitude: 23.72, altitude: 10, source: 'SOURCE_REGISTRY' } },
  formatters: { up_formatter: 'FORMATTER_JAVASCRIPT', up_formatter_parameter: 'function decodeUplink() {}' },
};
const other = { ids: { device_id: 'dev2', dev_eui: '0004A30B001C0531' }, lorawan_version: '1.1.0' };

test('an end device as its tools write it: keys, session with its beginning, position, brand and model', () => {
  const { devices, profiles, unread } = readTheThingsStack(JSON.stringify(one));
  expect(unread.size).toBe(0);
  expect(devices).toEqual([
    {
      ...{ devEui: '0004a30b001c0530', joinEui: '800000000000000c', macVersion: '1.0.2', application: 'app1', name: 'Chez Durand' },
      ...{ profile: 'decentlab/dl-pm', tags: { floor: '2' }, disabled: false, resetTolerant: true },
      rootKeys: { appKey: '00112233445566778899aabbccddeeff' },
      session: {
        devAddr: '00bcb929',
        fNwkSIntKey: '0102030405060708090a0b0c0d0e0f10',
        appSKey: { key: '1112131415161718191a1b1c1d1e1f20' },
        since: Date.UTC(2020, 1, 12, 15, 15, 46, 14),
      },
      position: { latitude: 37.97, longitude: 23.72 },
    },
  ]);
  expect(profiles).toEqual([
    { id: 'decentlab/dl-pm', name: 'decentlab/dl-pm', model: 'decentlab/dl-pm', codec: 'function decodeUplink() {}' },
  ]);
});

test.each([
  ['one after the other', `${JSON.stringify(one, null, 2)}\n${JSON.stringify(other)}`],
  ['an array', JSON.stringify([one, other])],
  ['the answer of the API', JSON.stringify({ end_devices: [one, other] })],
])('%s', (_, text) => {
  expect(readTheThingsStack(text).devices.map(({ devEui, macVersion }) => [devEui, macVersion])).toEqual([
    ['0004a30b001c0530', '1.0.2'],
    ['0004a30b001c0531', '1.1.0'],
  ]);
});

test('an AppSKey that the server has wrapped keeps its label; zeros are left out of the JSON', () => {
  const wrapped = { kek_label: 'ns:1', encrypted_key: Buffer.alloc(24, 7).toString('base64') };
  const session = { ...one.session, keys: { ...one.session.keys, app_s_key: wrapped } };
  const [device] = readTheThingsStack(JSON.stringify({ ...one, session, locations: { user: { longitude: 23 } } })).devices;
  expect(device?.session?.appSKey).toEqual({ kekLabel: 'ns:1', key: '07'.repeat(24) });
  expect(device?.position).toEqual({ latitude: 0, longitude: 23 });
});

test('its CSV, with semicolons or commas', () => {
  const columns = ['id', 'dev_eui', 'join_eui', 'name', 'frequency_plan_id', 'lorawan_version', 'brand_id', 'model_id', 'app_key'];
  const cells = [
    'test-one',
    '1111111111111111',
    '2222222222222222',
    '"Device; 1"',
    'EU_863_870_TTN',
    'MAC_V1_0_4',
    'elsys',
    'ers-co2',
    '3'.repeat(32),
  ];
  const { devices, unread } = readTheThingsStack(`${columns.join(';')}\n${cells.join(';')}\n`);
  expect(unread.size).toBe(0);
  expect(devices).toMatchObject([
    {
      ...{ devEui: '1111111111111111', joinEui: '2222222222222222', name: 'Device; 1', macVersion: '1.0.4', profile: 'elsys/ers-co2' },
      rootKeys: { appKey: '3'.repeat(32) },
    },
  ]);
  expect(readTheThingsStack('\uFEFFdev_eui,lorawan_version\n1111111111111111,MAC_V1_0_2\n').devices).toHaveLength(1);
});

test('truth 11: what cannot be read is counted in words that quote nothing', () => {
  const { devices, unread } = readTheThingsStack(
    JSON.stringify([
      { ...one, root_keys: { app_key: { key: 'SECRET' } } },
      { ids: { device_id: 'no-eui' } },
      { ...other, lorawan_version: 'MAC_V9' },
      7,
    ]),
  );
  expect(devices).toEqual([]);
  expect([...unread]).toEqual([
    ['end devices with a wrong root_keys.app_key.key', 1],
    ['end devices without a dev_eui', 1],
    ['end devices without a LoRaWAN version that Vigie knows', 2],
    ['end devices with a wrong form', 1],
  ]);
  expect([...readTheThingsStack('{"ids": SECRET').unread.keys()]).toEqual(['text that is no JSON']);
  expect([...readTheThingsStack('SECRET').unread.keys()]).toEqual(['text that is neither JSON nor a CSV with a column dev_eui']);
});

test('property: any text gives an inventory, never an error', () => {
  const json = fc.json().map((text) => `[${text}]`);
  const csv = fc.array(fc.string()).map((lines) => `dev_eui;lorawan_version\n${lines.join('\n')}`);
  fc.assert(
    fc.property(fc.oneof(fc.string(), json, csv), (text) => {
      expect(readTheThingsStack(text).devices.every(({ devEui }) => /^[0-9a-f]{16}$/.test(devEui))).toBe(true);
    }),
  );
});
