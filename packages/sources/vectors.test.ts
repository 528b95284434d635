import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fromHex } from './captured.ts';
import { chirpstack } from './chirpstack.ts';

/** Vectors of whole messages, where they are at hand (beside the repository). */
const file = new URL('../../../shared/vectors/lorawan-vectors.json', import.meta.url);

interface GatewayVector {
  readonly id: string;
  readonly kind: string;
  readonly topics: string[];
  readonly protobufHex: string;
  readonly json: object;
  readonly expect: { readonly micHex: string; readonly devAddr: string };
}
interface EndToEndVector {
  readonly id: string;
  readonly kind: string;
  readonly message: { readonly joinServerContext: { readonly appSKey: { readonly kekLabel: string; readonly aesKey: string } | null } };
}

const utf8 = new TextEncoder();

if (existsSync(file)) {
  const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: { kind: string }[] };
  const ofKind = <T>(kind: string): T[] => vectors.filter((vector) => vector.kind === kind) as unknown[] as T[];

  describe.each(ofKind<GatewayVector>('gateway-uplink-frame'))('$id', ({ topics, protobufHex, json, expect: expected }) => {
    test.each(topics)('reads the same from protobuf and JSON on %s', (topic) => {
      const heard = chirpstack.read({ topic, payload: fromHex(protobufHex), stream: 'frames' });
      expect(heard).toEqual(chirpstack.read({ topic, payload: utf8.encode(JSON.stringify(json)), stream: 'frames' }));
      const phyPayload = heard.kind === 'frame' ? Buffer.from(heard.phyPayload) : Buffer.alloc(0);
      expect(phyPayload.subarray(-4).toString('hex')).toBe(expected.micHex);
      expect(phyPayload.subarray(1, 5).reverse().toString('hex')).toBe(expected.devAddr);
    });
  });

  test.each(ofKind<EndToEndVector>('e2e-uplink'))('$id: ciphertext, with the key that came along', ({ message }) => {
    const devEui = '0102030405060701';
    const payload = utf8.encode(JSON.stringify({ ...message, deviceInfo: { devEui } }));
    const heard = chirpstack.read({ topic: `application/1/device/${devEui}/event/up`, payload, stream: 'events' });
    const { appSKey } = message.joinServerContext;
    expect(heard).toMatchObject({ encrypted: true, devAddr: '49be7df1', fCnt: 65538 });
    if (appSKey === null) expect(heard).not.toHaveProperty('appSKey');
    else
      expect(heard).toMatchObject({ appSKey: { kekLabel: appSKey.kekLabel, key: new Uint8Array(Buffer.from(appSKey.aesKey, 'base64')) } });
  });
} else {
  test('no vectors at hand', () => console.info('The vectors are not beside the repository: single messages alone were read.'));
}
