import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Aes, AesKey } from './aes.ts';
import { RecentlyUsed } from './recently-used.ts';

const blockLength = 16;
const zeroBlock = new Uint8Array(blockLength);
type Cipher = ReturnType<typeof createCipheriv>;

/** A CBC cipher that stays open, and the block with which its next call will be chained. */
interface OpenCbc {
  readonly cipher: Cipher;
  chain: Uint8Array;
}

/**
 * AES-128 by node:crypto. Cipher objects stay open (making one costs five times its use) for the `mostKeys` keys used last, by the
 * identity of the key object; a key that is asked for in ECB and in CBC has two.
 * @throws Error when a key is not 16 bytes long.
 */
export function createNodeAes(mostKeys = 16_384): Aes {
  const ecb = new RecentlyUsed<AesKey, Cipher>(mostKeys);
  const cbc = new RecentlyUsed<AesKey, OpenCbc>(mostKeys);
  const encryptBlocks = (key: AesKey, blocks: Uint8Array) => ecb.get(key, openEcb).update(wholeBlocks(blocks));
  return {
    encryptBlock: encryptBlocks,
    encryptBlocks,
    // Seldom: a new cipher each time.
    decryptBlock: (key, block) =>
      createDecipheriv(`aes-${8 * key.length}-ecb`, key, null)
        .setAutoPadding(false)
        .update(wholeBlocks(block)),
    cbcMac: (key, blocks) => lastBlock(cbc.get(key, openCbc), wholeBlocks(blocks)),
  };
}

const openEcb = (key: AesKey): Cipher => createCipheriv('aes-128-ecb', sixteenBytes(key), null).setAutoPadding(false);

const openCbc = (key: AesKey): OpenCbc => ({
  cipher: createCipheriv('aes-128-cbc', sixteenBytes(key), zeroBlock).setAutoPadding(false),
  chain: zeroBlock,
});

/** An open CBC cipher is chained to its last output; adding that output to the first block cancels it out, as if the IV were zero again. */
function lastBlock(open: OpenCbc, blocks: Uint8Array): Uint8Array {
  const unchained = new Uint8Array(blocks);
  for (let i = 0; i < blockLength; i++) unchained[i] = (blocks[i] ?? 0) ^ (open.chain[i] ?? 0);
  const encrypted = open.cipher.update(unchained);
  open.chain = encrypted.subarray(encrypted.length - blockLength);
  return open.chain;
}

function sixteenBytes(key: AesKey): AesKey {
  if (key.length === blockLength) return key;
  throw new Error(`An AES-128 key has 16 bytes; this one has ${key.length}. Check the key that was given for the session.`);
}

/** An open cipher that was given half a block would mix it into the next caller's. */
function wholeBlocks(blocks: Uint8Array): Uint8Array {
  if (blocks.length > 0 && blocks.length % blockLength === 0) return blocks;
  throw new Error(`AES works on whole blocks of 16 bytes, at least one; ${blocks.length} bytes were given.`);
}
