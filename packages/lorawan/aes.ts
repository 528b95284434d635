/** AES is a parameter: node:crypto in the services, another implementation in a browser. Keys have 16 bytes where nothing else is said. */
export interface Aes {
  /** AES-128 of one 16-byte block (ECB, no padding). The result is a new array. */
  encryptBlock(key: AesKey, block: Uint8Array): Uint8Array;
  /** AES-128 in ECB of a whole number of blocks at once. */
  encryptBlocks(key: AesKey, blocks: Uint8Array): Uint8Array;
  /** The inverse of AES of one 16-byte block. Key-encryption keys may have 24 or 32 bytes too. The result is a new array. */
  decryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array;
  /** The last block of AES-128 in CBC with a zero IV over a whole number of blocks, at least one. `blocks` stays as it was. */
  cbcMac(key: AesKey, blocks: Uint8Array): Uint8Array;
}

/** 16 bytes, never changed afterwards: the object's identity may serve an implementation to keep its key schedule. */
export type AesKey = Uint8Array;
