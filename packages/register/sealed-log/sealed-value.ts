import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';
import { SealBroken } from '../seal.ts';

/** A record's value as it stands sealed: form (1 byte), name of the key (8), nonce (12), ciphertext, tag (16). */
const form = 1;
const nameBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;
const nonceAt = 1 + nameBytes;
const contentAt = nonceAt + nonceBytes;

/** The record that a value belongs to: authenticated, so that it opens in no other topic and under no other key. */
export interface Place {
  readonly topic: string;
  readonly key: string;
}

export interface NamedKey {
  /** 16 hexadecimal digits. */
  readonly name: string;
  /** AES-256. */
  readonly key: KeyObject;
}

/** AES-256-GCM with a random nonce; 37 bytes longer than the plain value. */
export function sealValue({ name, key }: NamedKey, plain: Uint8Array, place: Place): Uint8Array {
  const sealed = Buffer.allocUnsafe(contentAt + plain.length + tagBytes);
  sealed[0] = form;
  sealed.write(name, 1, 'hex');
  nextNonce().copy(sealed, nonceAt);
  const cipher = createCipheriv('aes-256-gcm', key, sealed.subarray(nonceAt, contentAt), { authTagLength: tagBytes });
  cipher.setAAD(placeOf(place));
  cipher.update(plain).copy(sealed, contentAt);
  cipher.final();
  cipher.getAuthTag().copy(sealed, contentAt + plain.length);
  return sealed;
}

/** Name of the key under which a value is sealed; undefined: it is not, but as the topic's records were before they were sealed (JSON). */
export function keyNameOf(value: Uint8Array): string | undefined {
  if (value[0] !== form || value.length < contentAt + tagBytes) return undefined;
  return bufferOf(value).toString('hex', 1, nonceAt);
}

/** @throws SealBroken */
export function openValue(key: KeyObject, sealed: Uint8Array, place: Place): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(nonceAt, contentAt), { authTagLength: tagBytes });
  decipher.setAAD(placeOf(place));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  const plain = decipher.update(sealed.subarray(contentAt, -tagBytes));
  try {
    decipher.final();
    return plain;
  } catch (cause) {
    throw new SealBroken(`A sealed record of "${place.topic}" does not open: it was altered, or moved from elsewhere.`, { cause });
  }
}

const placeOf = ({ topic, key }: Place) => Buffer.from(`${form} ${topic} ${key}`, 'utf8');
const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** Random bytes are drawn for many nonces at once. */
const drawn = Buffer.alloc(nonceBytes * 512);
let used = drawn.length;

function nextNonce(): Buffer {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += nonceBytes;
  return drawn.subarray(used - nonceBytes, used);
}
