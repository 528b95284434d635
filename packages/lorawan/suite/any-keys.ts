import fc from 'fast-check';

/** For properties: keys of a session, and a DevAddr in 8 hexadecimal digits. */
export const anyKey = fc.uint8Array({ minLength: 16, maxLength: 16 });
export const anyKeys10 = fc.record({ fNwkSIntKey: anyKey, appSKey: anyKey });
export const anyKeys11 = fc.record({ fNwkSIntKey: anyKey, sNwkSIntKey: anyKey, nwkSEncKey: anyKey, appSKey: anyKey });
export const anyDevAddr = fc.integer({ min: 0, max: 0xffff_ffff }).map((n) => n.toString(16).padStart(8, '0'));
