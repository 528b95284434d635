import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createNobleAes } from './noble-aes.ts';
import { createNodeAes } from './node-aes.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const wholeBlocks = fc.integer({ min: 1, max: 17 }).chain((n) => bytesOf(16 * n));

test('random keys and blocks, at any place in memory: the same as node:crypto', () => {
  const [noble, node] = [createNobleAes(4), createNodeAes()];
  fc.assert(
    fc.property(bytesOf(16), wholeBlocks, fc.nat(3), (key, blocks, shift) => {
      const shifted = new Uint8Array(shift + blocks.length).subarray(shift);
      shifted.set(blocks);
      const block = shifted.subarray(0, 16);
      expect(hex(noble.encryptBlock(key, block))).toBe(hex(node.encryptBlock(key, block)));
      expect(hex(noble.decryptBlock(key, block))).toBe(hex(node.decryptBlock(key, block)));
      expect(hex(noble.encryptBlocks(key, shifted))).toBe(hex(node.encryptBlocks(key, shifted)));
      expect(hex(noble.cbcMac(key, shifted))).toBe(hex(node.cbcMac(key, shifted)));
      expect(hex(shifted)).toBe(hex(blocks));
    }),
    { numRuns: 100 },
  );
});

test('key-encryption keys of 24 and 32 bytes', () => {
  fc.assert(
    fc.property(fc.constantFrom(24, 32).chain(bytesOf), bytesOf(16), (key, block) => {
      expect(hex(createNobleAes().decryptBlock(key, block))).toBe(hex(createNodeAes().decryptBlock(key, block)));
    }),
  );
});

test('half a block and a key of the wrong length are refused, the key without its bytes', () => {
  const aes = createNobleAes();
  expect(() => aes.encryptBlock(new Uint8Array(16), new Uint8Array(15))).toThrow('15 bytes were given');
  expect(() => aes.cbcMac(new Uint8Array(16), new Uint8Array(0))).toThrow('0 bytes were given');
  expect(() => aes.encryptBlock(new Uint8Array(24), new Uint8Array(16))).toThrow('An AES-128 key has 16 bytes; this one has 24.');
});
