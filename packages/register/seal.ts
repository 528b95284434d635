import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import type { Sealed } from '../model/register-entities.ts';
import type { MasterKey } from './master-key.ts';

const nonceBytes = 12;
const tagBytes = 16;
const form = /^([1-9]\d{0,8})\.(.*)$/s;

/** Sealed under another master key, altered, or moved from its place. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/**
 * AES-256-GCM with a random nonce: the key's epoch, a dot, and the base64 of nonce (12 bytes), ciphertext, tag (16 bytes).
 * @param context the place of the value, e.g. `session/<id>/nwkSKey`; authenticated, so that a value opens nowhere else.
 *   It appears in errors: references only, no identifier (truth 11).
 */
export function seal(key: MasterKey, plain: Uint8Array, context: string): Sealed {
  key.refresh?.();
  const { epoch, sealing } = key;
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', sealing, nonce, { authTagLength: tagBytes });
  cipher.setAAD(placeOf(epoch, context));
  const parts = [nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()];
  return `${epoch}.${Buffer.concat(parts).toString('base64')}` as Sealed;
}

/**
 * As `seal`; what stands already is given back while it opens to the same under the key of today, so that saying a thing again changes nothing.
 * @throws SealBroken
 */
export function sealAgain(key: MasterKey, plain: Uint8Array, context: string, standing: Sealed | undefined): Sealed {
  const same = standing !== undefined && Buffer.compare(open(key, standing, context), plain) === 0;
  return same ? sealAnew(key, standing, context) : seal(key, plain, context);
}

/** The same value under the key of today; one that is already is given back. @throws SealBroken */
export function sealAnew(key: MasterKey, standing: Sealed, context: string): Sealed {
  key.refresh?.();
  return epochOf(standing) === key.epoch ? standing : seal(key, open(key, standing, context), context);
}

/** The epoch of the master key under which it is sealed; undefined: it is not in the sealed form. */
export function epochOf(sealed: Sealed): number | undefined {
  const [, epoch] = form.exec(sealed) ?? [];
  return epoch === undefined ? undefined : Number(epoch);
}

/** @throws SealBroken when the value was not sealed with this key for this context. */
export function open(key: MasterKey, sealed: Sealed, context: string): Uint8Array {
  const { epoch, bytes } = partsOf(sealed, context);
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key, epoch, context), bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(placeOf(epoch, context));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  const plain = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
  try {
    return Uint8Array.from(Buffer.concat([plain, decipher.final()]));
  } catch (cause) {
    throw broken(context, 'it was sealed with another master key, altered, or moved from elsewhere', cause);
  }
}

/** The key of an epoch; one that we do not know yet may have come by a rotation elsewhere. @throws SealBroken */
export function sealingKey(key: MasterKey, epoch: number, context: string): KeyObject {
  const known = keyOfEpoch(key, epoch);
  if (known) return known;
  key.refresh?.();
  const newer = keyOfEpoch(key, epoch);
  if (newer) return newer;
  throw broken(context, `it was sealed with the master key of epoch ${epoch}, and ours is of epoch ${key.epoch}`);
}

function keyOfEpoch(key: MasterKey, epoch: number): KeyObject | undefined {
  if (key.epoch === epoch) return key.sealing;
  return key.former?.epoch === epoch ? key.former.sealing : undefined;
}

function partsOf(sealed: Sealed, context: string): { epoch: number; bytes: Buffer } {
  const [, epoch = '', text = ''] = form.exec(sealed) ?? [];
  const bytes = Buffer.from(text, 'base64');
  // The decoder skips what is not base64; only the one exact spelling of the bytes counts.
  const whole = epoch !== '' && bytes.toString('base64') === text && bytes.length >= nonceBytes + tagBytes;
  if (!whole) throw new SealBroken(`The value at ${context} is not in the sealed form: text of ${sealed.length} characters.`);
  return { epoch: Number(epoch), bytes };
}

const broken = (context: string, reason: string, cause?: unknown) =>
  new SealBroken(`The sealed value at ${context} does not open: ${reason}.`, { cause });

function placeOf(epoch: number, context: string): Buffer {
  return Buffer.from(`${epoch}.${context}`, 'utf8');
}
