import { createHmac } from 'node:crypto';
import type { MasterKey } from './master-key.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * The name by which services speak of a device: `d-` and 13 base32 characters (65 bits of HMAC-SHA-256 over the DevEUI).
 * Equal DevEUI, equal reference; without the master key it tells nothing of the DevEUI (truth 11).
 * @param devEui 16 hexadecimal digits, either case.
 */
export function deviceReference(key: MasterKey, devEui: string): string {
  return `d-${base32(digest(key, 'device', Buffer.from(devEui, 'hex')), 13)}`;
}

/**
 * The name of a session: `s-` and 26 base32 characters over DevAddr and NwkSKey: what a frame's MIC is checked with, so that two copies
 * of one frame can never pass under two sessions (truth 5). The AppSKey stays out: learning it later completes the session.
 * @param devAddr 8 hexadecimal digits, either case. @param nwkSKey 16 bytes.
 */
export function sessionId(key: MasterKey, devAddr: string, nwkSKey: Uint8Array): string {
  return `s-${base32(digest(key, 'session', Buffer.concat([Buffer.from(devAddr, 'hex'), nwkSKey])), 26)}`;
}

/** The name under which a radio identity stands as the key of a record: equal keys, equal names (128 bits), and no way back. */
export function keyName(key: MasterKey, plain: string): string {
  return `k-${Buffer.from(digest(key, 'key', Buffer.from(plain, 'utf8'))).toString('base64url', 0, 16)}`;
}

function digest(key: MasterKey, kind: string, bytes: Uint8Array): Uint8Array {
  return createHmac('sha256', key.references).update(`${kind}/`).update(bytes).digest();
}

/** The first `length` characters of RFC 4648 base32, in lower case. */
function base32(bytes: Uint8Array, length: number): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length }, (_, i) => alphabet[Number.parseInt(bits.slice(5 * i, 5 * i + 5), 2)]).join('');
}
