/** Hashes of the last frames of one key, oldest first, 16 hex digits each, joined: short to keep as JSON, quick to search. */
const hashLength = 16;
export const mostHashes = 4096;

export function hasHash(hashes: string, hash: string): boolean {
  let at = hashes.indexOf(hash);
  while (at >= 0 && at % hashLength !== 0) at = hashes.indexOf(hash, at + 1);
  return at >= 0;
}

/** With one more; the oldest falls out when there are more than `mostHashes`. */
export function addHash(hashes: string, hash: string): string {
  return (hashes + hash).slice(-mostHashes * hashLength);
}
