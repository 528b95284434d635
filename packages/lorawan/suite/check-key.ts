import { expect } from '@jest/globals';
import { cryptFrmPayload } from '../frm-payload.ts';
import { unwrapKey } from '../unwrap-key.ts';
import { aes, bytes, type Expected, hex, type Vector } from './vector.ts';

/** RFC 3394; an error where the wrapping is not of this key. */
export function checkUnwrapping({ kekHex, wrappedHex, expect: { keyHex } }: Vector): void {
  const key = unwrapKey(aes, bytes(kekHex), bytes(wrappedHex));
  expect(key && hex(key)).toBe(keyHex);
}

/** An event whose bytes are still encrypted: the AppSKey as it was handed over, then the plaintext. */
export function checkEndToEnd(vector: Vector): void {
  const { devAddr, fCnt, data, appSKey } = encryptedIn(vector.message ?? {});
  const key = appSKey ? keyOf(appSKey, vector) : bytes(vector.appSKeyFromKeyStoreHex);
  if (vector.expect['appSKeyHex'] !== undefined) expect(hex(key)).toBe(vector.expect['appSKeyHex']);
  if (vector.expect['error'] !== undefined) return void expect(key).toBeUndefined();
  if (!key) throw new Error('The key does not unwrap.');
  expect(hex(cryptFrmPayload(aes, key, { devAddr, fCnt, direction: 'up' }, data))).toBe(vector.expect['plainHex']);
}

const keyOf = ({ kekLabel, key }: Handed, { kekHex }: Vector): Uint8Array | undefined =>
  kekLabel ? unwrapKey(aes, bytes(kekHex), key) : key;

interface Handed {
  readonly kekLabel?: string;
  readonly key: Uint8Array;
}

interface Encrypted {
  readonly devAddr: string;
  readonly fCnt: number;
  readonly data: Uint8Array;
  readonly appSKey: Handed | undefined;
}

/** As ChirpStack or The Things Stack says it. The vectors' messages are too short for the sources' own readers. */
function encryptedIn(message: Expected): Encrypted {
  const uplink = inside(message, 'uplink_message');
  if (!uplink) {
    const { devAddr, fCnt = 0, data } = message;
    const handed = inside(inside(message, 'joinServerContext') ?? {}, 'appSKey');
    return {
      devAddr: String(devAddr),
      fCnt: Number(fCnt),
      data: base64(data),
      appSKey: handed && handedOf(handed['kekLabel'], handed['aesKey']),
    };
  }
  const devAddr = inside(message, 'end_device_ids')?.['dev_addr'] ?? message['dev_addr'];
  const handed = inside(uplink, 'app_s_key');
  const key = handed?.['encrypted_key'] ?? handed?.['key'];
  return {
    devAddr: String(devAddr).toLowerCase(),
    fCnt: Number(uplink['f_cnt'] ?? 0),
    data: base64(uplink['frm_payload']),
    appSKey: key === undefined ? undefined : handedOf(handed?.['kek_label'], key),
  };
}

const handedOf = (label: unknown, key: unknown): Handed => ({ ...(label ? { kekLabel: String(label) } : {}), key: keyBytes(String(key)) });
/** The Things Stack writes plain keys in hex. */
const keyBytes = (text: string): Uint8Array => (/^([0-9a-f]{32}|[0-9a-f]{48})$/i.test(text) ? bytes(text) : base64(text));
const base64 = (text: unknown): Uint8Array => Uint8Array.from(Buffer.from(String(text ?? ''), 'base64'));
const inside = (message: Expected, name: string): Expected | undefined => (message[name] ?? undefined) as Expected | undefined;
