import { expect, test } from '@jest/globals';
import { sources } from '../sources/index.ts';
import { type Gateway, gatewayEvent, type Hearing } from './gateway-event.ts';

const hearing: Hearing = {
  ...{ phyPayload: Uint8Array.from({ length: 46 }, (_, i) => 255 - i), uplinkId: 4_217_106_255 },
  ...{ gatewayTime: Date.UTC(2026, 10, 24, 9, 5, 1, 207), rssi: -107, snr: -7.25, channel: 5, frequency: 867_500_000, spreadingFactor: 10 },
};

const gateway = (encoding: Gateway['encoding']): Gateway => ({
  ...{ id: '0016c001ff10a235', encoding, latitude: 46.65, longitude: 1.08, altitude: 130 },
});

function read(encoding: Gateway['encoding'], heard: Hearing) {
  return sources['chirpstack']?.read({ ...gatewayEvent(gateway(encoding), heard), stream: 'frames' });
}

for (const encoding of ['protobuf', 'json'] as const) {
  test(`packages/sources reads the ${encoding} of a gateway as it was heard`, () => {
    const { phyPayload, uplinkId: _, ...reception } = hearing;
    const heard = read(encoding, hearing);
    if (heard?.kind !== 'frame') throw new Error(`read as ${heard?.kind}`);
    expect(Buffer.from(heard.phyPayload)).toEqual(Buffer.from(phyPayload));
    expect(heard.receptions).toEqual([{ gateway: '0016c001ff10a235', ...reception }]);
  });

  test(`GPS time, zeros and times on a full second in ${encoding}`, () => {
    const heard = read(encoding, { ...hearing, snr: 0, channel: 0, gatewayTime: 1_800_000_000_000, gpsTime: 1_800_000_000_001 });
    if (heard?.kind !== 'frame') throw new Error(`read as ${heard?.kind}`);
    expect(heard.receptions[0]).toMatchObject({ snr: 0, channel: 0, gatewayTime: 1_800_000_000_000, gpsTime: 1_800_000_000_001 });
  });
}

test('protobuf bytes are those of the published field numbers', () => {
  // gw.proto: 1 phyPayload; 4 txInfo {1 frequency, 2 modulation {3 lora {1 bandwidth, 2 spreadingFactor, 5 codeRate}}}.
  const hex = gatewayEvent(gateway('protobuf'), { ...hearing, phyPayload: Uint8Array.of(1, 2) }).payload.toString('hex');
  expect(hex.slice(0, 48)).toBe('0a020102221208e0ffd39d03120a1a0808c8d007100a2801');
  // rxInfo {1 gatewayId, …, 6 rssi as a 64-bit varint, 7 snr as a float, 8 channel, …, 16 crcStatus CRC_OK}.
  expect(hex).toContain('3095ffffffffffffffff013d0000e8c04005');
  expect(hex.endsWith('800102')).toBe(true);
});

test('zeros are left out, as proto3 does in both encodings', () => {
  const zeros = { ...hearing, snr: 0, channel: 0, rssi: 0, uplinkId: 0 };
  const { rxInfo } = JSON.parse(gatewayEvent(gateway('json'), zeros).payload.toString());
  expect(Object.keys(rxInfo)).toEqual(['gatewayId', 'gwTime', 'location', 'context', 'crcStatus']);
  const lengths = [hearing, zeros].map((heard) => gatewayEvent(gateway('protobuf'), heard).payload.length);
  // uplinkId 6, rssi 11, snr 5, channel 2 bytes; rxInfo's own length needs a byte less.
  expect((lengths[0] ?? 0) - (lengths[1] ?? 0)).toBe(6 + 11 + 5 + 2);
});

test('the topic is that of the MQTT Forwarder, to which a source subscribes', () => {
  expect(gatewayEvent(gateway('json'), hearing).topic).toBe('eu868/gateway/0016c001ff10a235/event/up');
});
