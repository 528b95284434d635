import type { JsonFields } from './json-fields.ts';

/**
 * The DevAddr of an event of a server that may leave it out; empty: it does. Ciphertext cannot do without: the keystream begins with it (LoRaWAN 1.0.2 §4.3.3).
 * @throws UnreadableContent
 */
export function readDevAddr(fields: JsonFields | undefined, name: string, encrypted: boolean): string {
  const devAddr = fields?.identifier(name, 8) ?? '';
  if (devAddr !== '' || !encrypted || fields === undefined) return devAddr;
  throw fields.unreadable(name, 'is missing, and nothing can be decrypted without it');
}
