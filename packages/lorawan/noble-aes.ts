import { unsafe } from '@noble/ciphers/aes.js';
import type { Aes, AesKey } from './aes.ts';
import { RecentlyUsed } from './recently-used.ts';

const blockLength = 16;

/**
 * AES in plain JavaScript, for where there is no node:crypto, such as a browser. Key schedules are kept for the `mostKeys` keys used last, by
 * the identity of the key object.
 * @throws Error when a key of AES-128 is not 16 bytes long, or what is given makes no whole blocks.
 */
export function createNobleAes(mostKeys = 16_384): Aes {
  const schedules = new RecentlyUsed<AesKey, Uint32Array>(mostKeys);
  const encryptBlocks = (key: AesKey, blocks: Uint8Array) => encrypted(schedules.get(key, scheduleOf), wordsOf(blocks));
  return {
    encryptBlock: encryptBlocks,
    encryptBlocks,
    // Seldom: a new schedule each time.
    decryptBlock: (key, block) => decrypted(unsafe.expandKeyDecLE(key), wordsOf(block)),
    cbcMac: (key, blocks) => chained(schedules.get(key, scheduleOf), wordsOf(blocks)),
  };
}

function scheduleOf(key: AesKey): Uint32Array {
  if (key.length === blockLength) return unsafe.expandKeyLE(key);
  throw new Error(`An AES-128 key has 16 bytes; this one has ${key.length}. Check the key that was given for the session.`);
}

/** The library works on little-endian words. A copy: it has its own place in memory, and the given bytes stay as they were. */
function wordsOf(blocks: Uint8Array): Uint32Array {
  if (blocks.length === 0 || blocks.length % blockLength !== 0) {
    throw new Error(`AES works on whole blocks of 16 bytes, at least one; ${blocks.length} bytes were given.`);
  }
  const words = new Uint32Array(blocks.length / 4);
  for (let i = 0; i < words.length; i++) {
    const at = 4 * i;
    words[i] = (blocks[at] ?? 0) | ((blocks[at + 1] ?? 0) << 8) | ((blocks[at + 2] ?? 0) << 16) | ((blocks[at + 3] ?? 0) << 24);
  }
  return words;
}

function bytesOf(words: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 * words.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (words[i >> 2] ?? 0) >>> (8 * (i & 3));
  return bytes;
}

function encrypted(schedule: Uint32Array, words: Uint32Array): Uint8Array {
  for (let at = 0; at < words.length; at += 4) {
    const { s0, s1, s2, s3 } = unsafe.encrypt(schedule, words[at] ?? 0, words[at + 1] ?? 0, words[at + 2] ?? 0, words[at + 3] ?? 0);
    words[at] = s0;
    words[at + 1] = s1;
    words[at + 2] = s2;
    words[at + 3] = s3;
  }
  return bytesOf(words);
}

function decrypted(schedule: Uint32Array, words: Uint32Array): Uint8Array {
  const { s0, s1, s2, s3 } = unsafe.decrypt(schedule, words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, words[3] ?? 0);
  return bytesOf([s0, s1, s2, s3]);
}

function chained(schedule: Uint32Array, words: Uint32Array): Uint8Array {
  let chain = { s0: 0, s1: 0, s2: 0, s3: 0 };
  for (let at = 0; at < words.length; at += 4) {
    const { s0, s1, s2, s3 } = chain;
    chain = unsafe.encrypt(
      schedule,
      s0 ^ (words[at] ?? 0),
      s1 ^ (words[at + 1] ?? 0),
      s2 ^ (words[at + 2] ?? 0),
      s3 ^ (words[at + 3] ?? 0),
    );
  }
  return bytesOf([chain.s0, chain.s1, chain.s2, chain.s3]);
}
