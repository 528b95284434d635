import { expect, test } from '@jest/globals';
import { parsePhyPayload } from './phy-payload.ts';
import { readRelayedUplink } from './relayed-uplink.ts';

/** From the documentation tests of chirpstack/chirpstack, lrwn/src/phy_payload.rs. */
const plaintext = Uint8Array.from(Buffer.from('b583012876840001010101010101010202020202020202030350a16fd3', 'hex'));

test('what a relay passes on: how it heard the other device, and its frame', () => {
  const relayed = readRelayedUplink(plaintext);
  expect(relayed).toMatchObject({ dataRate: 5, snr: 7, rssi: -80, worChannel: 1, frequency: 868_100_000 });
  expect(parsePhyPayload(relayed?.phyPayload ?? new Uint8Array())).toMatchObject({ kind: 'join_request', devEui: '0202020202020202' });
});

test('too short to carry a frame', () => expect(readRelayedUplink(plaintext.subarray(0, 6))).toBeUndefined());
