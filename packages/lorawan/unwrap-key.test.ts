import { createCipheriv } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createNobleAes } from './noble-aes.ts';
import { createNodeAes } from './node-aes.ts';
import { unwrapKey } from './unwrap-key.ts';

const implementations = [createNodeAes(), createNobleAes()];
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const lengths = fc.constantFrom(16, 24, 32);
/** RFC 3394 §2.2.3.1. */
const initialValue = Buffer.alloc(8, 0xa6);

/** By OpenSSL, an independent implementation. */
const wrapped = (kek: Uint8Array, key: Uint8Array) =>
  new Uint8Array(createCipheriv(`id-aes${8 * kek.length}-wrap` as 'aes-128-cbc', kek, initialValue).update(key));

test('what OpenSSL wraps is unwrapped, with KEKs and keys of 16, 24 and 32 bytes', () => {
  fc.assert(
    fc.property(lengths.chain(bytesOf), lengths.chain(bytesOf), (kek, key) => {
      for (const aes of implementations) expect(unwrapKey(aes, kek, wrapped(kek, key))).toEqual(key);
    }),
    { numRuns: 40 },
  );
});

test('another KEK, or one bit changed: no key', () => {
  fc.assert(
    fc.property(bytesOf(16), bytesOf(16), bytesOf(16), fc.nat(191), (kek, other, key, bit) => {
      fc.pre(Buffer.compare(kek, other) !== 0);
      const bytes = wrapped(kek, key);
      const changed = bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      for (const aes of implementations) {
        expect(unwrapKey(aes, other, bytes)).toBeUndefined();
        expect(unwrapKey(aes, kek, changed)).toBeUndefined();
      }
    }),
    { numRuns: 40 },
  );
});

test.each([0, 8, 16, 23, 25, 80, 8_000])('%i bytes are no wrapped key', (length) => {
  for (const aes of implementations) expect(unwrapKey(aes, new Uint8Array(16), new Uint8Array(length))).toBeUndefined();
});
