import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Sealed } from '../model/register-entities.ts';
import type { MasterKey } from './master-key.ts';

const version = '1.';
const nonceBytes = 12;
const tagBytes = 16;

/** Sealed under another master key, altered, or moved from its place. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/**
 * AES-256-GCM with a random nonce: `1.` and the base64 of nonce (12 bytes), ciphertext, tag (16 bytes).
 * @param context the place of the value, e.g. `session/<id>/nwkSKey`; authenticated, so that a value opens nowhere else.
 *   It appears in errors: references only, no identifier (truth 11).
 */
export function seal(key: MasterKey, plain: Uint8Array, context: string): Sealed {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.sealing, nonce, { authTagLength: tagBytes });
  cipher.setAAD(placeOf(context));
  const parts = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  return `${version}${Buffer.concat(parts).toString('base64')}` as Sealed;
}

/** As `seal`; what stands already is given back while it opens to the same, so that saying a thing again changes nothing. @throws SealBroken */
export function sealAgain(key: MasterKey, plain: Uint8Array, context: string, standing: Sealed | undefined): Sealed {
  const same = standing !== undefined && Buffer.compare(open(key, standing, context), plain) === 0;
  return same ? standing : seal(key, plain, context);
}

/** @throws SealBroken when the value was not sealed with this key for this context. */
export function open(key: MasterKey, sealed: Sealed, context: string): Uint8Array {
  const bytes = bytesOf(sealed, context);
  const decipher = createDecipheriv('aes-256-gcm', key.sealing, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(placeOf(context));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const plain = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
  try {
    return Uint8Array.from(Buffer.concat([plain, decipher.final()]));
  } catch (cause) {
    const reason = 'it was sealed with another master key, altered, or moved from elsewhere';
    throw new SealBroken(`The sealed value at ${context} does not open: ${reason}.`, { cause });
  }
}

function bytesOf(sealed: Sealed, context: string): Buffer {
  const text = sealed.slice(version.length);
  const bytes = Buffer.from(text, 'base64');
  // The decoder skips what is not base64; only the one exact spelling of the bytes counts.
  const whole = sealed.startsWith(version) && bytes.toString('base64') === text && bytes.length >= nonceBytes + tagBytes;
  if (!whole) throw new SealBroken(`The value at ${context} is not in the sealed form: text of ${sealed.length} characters.`);
  return bytes;
}

function placeOf(context: string): Buffer {
  return Buffer.from(`${version}${context}`, 'utf8');
}
