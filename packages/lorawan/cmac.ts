import type { Aes, AesKey } from './aes.ts';

const blockLength = 16;

/** Subkeys depend on the key alone, so they are kept as long as somebody holds the key. */
const subkeys = new WeakMap<AesKey, Subkeys>();

export interface Subkeys {
  /** For a last block that is whole. */
  readonly k1: Uint8Array;
  /** For a last block that was padded. */
  readonly k2: Uint8Array;
}

/** AES-CMAC (RFC 4493) of a message of any length: 16 bytes. */
export function cmac(aes: Aes, key: AesKey, message: Uint8Array): Uint8Array {
  const length = Math.max(blockLength, Math.ceil(message.length / blockLength) * blockLength);
  const blocks = new Uint8Array(length);
  blocks.set(message);
  return cmacInBlocks(aes, key, blocks, message.length);
}

/** The same for a message of `length` bytes that already lies in whole blocks, zero behind it. The last block is overwritten. */
export function cmacInBlocks(aes: Aes, key: AesKey, blocks: Uint8Array, length: number): Uint8Array {
  const { k1, k2 } = subkeysOf(aes, key);
  const whole = length === blocks.length;
  if (!whole) blocks[length] = 0x80;
  const last = whole ? k1 : k2;
  const lastAt = blocks.length - blockLength;
  for (let i = 0; i < blockLength; i++) blocks[lastAt + i] = (blocks[lastAt + i] ?? 0) ^ (last[i] ?? 0);
  return aes.cbcMac(key, blocks);
}

/** RFC 4493 §2.3, kept with the key. */
export function subkeysOf(aes: Aes, key: AesKey): Subkeys {
  const kept = subkeys.get(key);
  if (kept !== undefined) return kept;
  const k1 = doubled(aes.cbcMac(key, new Uint8Array(blockLength)));
  const made = { k1, k2: doubled(k1) };
  subkeys.set(key, made);
  return made;
}

/** RFC 4493 §2.3: one bit to the left; 0x87 is added when a bit falls out. */
function doubled(block: Uint8Array): Uint8Array {
  const result = block.map((byte, i) => (byte << 1) | ((block[i + 1] ?? 0) >> 7));
  if (((block[0] ?? 0) & 0x80) !== 0) result[blockLength - 1] = (result[blockLength - 1] ?? 0) ^ 0x87;
  return result;
}
