import type { Aes } from './aes.ts';
import { isSame } from './mic.ts';

/** RFC 3394 §2.2.3.1: what a right unwrapping begins with. */
const initialValue = new Uint8Array(8).fill(0xa6);
const half = 8;
const rounds = 6;
/** Keys of AES have 16 to 32 bytes; what is much longer is none, and would take long. */
const mostParts = 8;

/**
 * Unwraps a key (RFC 3394 §2.2.2), such as an AppSKey that a join server hands over.
 * @param kek 16, 24 or 32 bytes. Undefined: wrapped with another one, altered, or no wrapped key.
 */
export function unwrapKey(aes: Aes, kek: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  const parts = wrapped.length / half - 1;
  if (!Number.isInteger(parts) || parts < 2 || parts > mostParts) return undefined;
  const registers = wrapped.slice(half);
  const block = new Uint8Array(2 * half);
  block.set(wrapped.subarray(0, half));
  for (let step = rounds * parts; step > 0; step--) {
    const at = half * ((step - 1) % parts);
    // Six rounds of a few parts: the counter has one byte.
    block[7] = (block[7] ?? 0) ^ step;
    block.set(registers.subarray(at, at + half), half);
    block.set(aes.decryptBlock(kek, block));
    registers.set(block.subarray(half), at);
  }
  return isSame(block, 0, initialValue, 0, half) ? registers : undefined;
}
