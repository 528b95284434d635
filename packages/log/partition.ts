/**
 * Which partition a key belongs to: FNV-1a over its UTF-8 bytes, modulo the number of partitions.
 * Ours rather than an engine's, so that both engines and every topic beside `messages` agree.
 */
export function partitionOf(key: string, partitions: number): number {
  if (partitions === 1) return 0;
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(key, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0) % partitions;
}
