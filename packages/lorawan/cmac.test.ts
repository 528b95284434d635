import { expect, test } from '@jest/globals';
import { cmac } from './cmac.ts';
import { createNodeAes } from './node-aes.ts';

/** RFC 4493 §4, test vectors: AES-CMAC of the first n bytes of one message under one key. */
const key = Buffer.from('2b7e151628aed2a6abf7158809cf4f3c', 'hex');
const message = Buffer.from(
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
  'hex',
);

test.each([
  [0, 'bb1d6929e95937287fa37d129b756746'],
  [16, '070a16b46b4d4144f79bdd9dd04a287c'],
  [40, 'dfa66747de9ae63030ca32611497c827'],
  [64, '51f0bebf7e3b9d92fc49741779363cfe'],
])('RFC 4493: CMAC of %i bytes', (length, expected) => {
  const aes = createNodeAes();
  expect(Buffer.from(cmac(aes, key, message.subarray(0, length))).toString('hex')).toBe(expected);
});

test('a message is left as it was', () => {
  const bytes = Uint8Array.from(message.subarray(0, 20));
  cmac(createNodeAes(), key, bytes);
  expect(Buffer.from(bytes)).toEqual(message.subarray(0, 20));
});
