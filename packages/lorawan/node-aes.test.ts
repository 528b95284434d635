import { createCipheriv } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createNodeAes } from './node-aes.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 });
const wholeBlocks = fc.integer({ min: 1, max: 17 }).chain((n) => fc.uint8Array({ minLength: 16 * n, maxLength: 16 * n }));

test('FIPS 197, appendix C.1: AES-128 of one block', () => {
  const key = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  const block = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
  expect(hex(createNodeAes().encryptBlock(key, block))).toBe('69c4e0d86a7b0430d8cdb78070b4c55a');
});

test('open ciphers, also when few are kept, give what fresh ones give', () => {
  const keys = Array.from({ length: 7 }, (_, i) => new Uint8Array(16).fill(i));
  const aes = createNodeAes(4);
  const zero = Buffer.alloc(16);
  fc.assert(
    fc.property(fc.nat(6), wholeBlocks, (which, blocks) => {
      const key = keys[which] ?? zero;
      const before = hex(blocks);
      const ecb = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false).update(blocks);
      const cbc = createCipheriv('aes-128-cbc', key, zero).setAutoPadding(false).update(blocks);
      expect(hex(aes.encryptBlocks(key, blocks))).toBe(hex(ecb));
      expect(hex(aes.cbcMac(key, blocks))).toBe(hex(cbc.subarray(-16)));
      expect(hex(blocks)).toBe(before);
    }),
  );
});

test('half a block is refused and does not reach the next caller', () => {
  const aes = createNodeAes();
  const key = new Uint8Array(16);
  const right = hex(aes.encryptBlock(key, new Uint8Array(16)));
  expect(() => aes.encryptBlock(key, new Uint8Array(15))).toThrow('15 bytes were given');
  expect(() => aes.encryptBlocks(key, new Uint8Array(0))).toThrow('0 bytes were given');
  expect(() => aes.cbcMac(key, new Uint8Array(33))).toThrow('33 bytes were given');
  expect(hex(aes.encryptBlock(key, new Uint8Array(16)))).toBe(right);
});

test('truth 11: a key of the wrong length is refused by its length, without its bytes', () => {
  fc.assert(
    fc.property(bytes16, fc.integer({ min: 0, max: 15 }), (key, length) => {
      const short = key.subarray(0, length);
      expect(() => createNodeAes().encryptBlock(short, new Uint8Array(16))).toThrow(
        `An AES-128 key has 16 bytes; this one has ${length}. Check the key that was given for the session.`,
      );
    }),
  );
});
