import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { masterKeyFrom } from './master-key.ts';
import { deviceReference, sessionId } from './reference.ts';

const key = masterKeyFrom(Buffer.alloc(32, 1));
const other = masterKeyFrom(Buffer.alloc(32, 2));
const nwkSKey = Uint8Array.from(Buffer.alloc(16, 3));

test('truth 11: a device has one reference, which is a word of 13 letters and not its DevEUI', () => {
  const reference = deviceReference(key, '70B3D5000000000A');
  expect(reference).toMatch(/^d-[a-z2-7]{13}$/);
  expect(deviceReference(key, '70b3d5000000000a')).toBe(reference);
  expect(deviceReference(key, '70b3d5000000000b')).not.toBe(reference);
  expect(deviceReference(other, '70b3d5000000000a')).not.toBe(reference);
});

test('DevAddr and NwkSKey decide the session, each of them', () => {
  const id = sessionId(key, '0102030A', nwkSKey);
  expect(id).toMatch(/^s-[a-z2-7]{26}$/);
  expect(sessionId(key, '0102030a', nwkSKey)).toBe(id);
  expect(sessionId(key, '0102030b', nwkSKey)).not.toBe(id);
  expect(sessionId(key, '0102030a', Uint8Array.from(Buffer.alloc(16, 4)))).not.toBe(id);
  expect(sessionId(other, '0102030a', nwkSKey)).not.toBe(id);
});

// What these were when the form was fixed: references are issued once and stand in logs and series for ever.
test('the form of references never changes', () => {
  expect(deviceReference(key, '70b3d5000000000a')).toBe('d-dppk73wdjzhe5');
  expect(sessionId(key, '0102030a', nwkSKey)).toBe('s-botviyjusqza7yutsdqy35fnqq');
});

test('different devices have different references', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: 2, maxLength: 200 }), (numbers) => {
      const references = numbers.map((number) => deviceReference(key, number.toString(16).padStart(16, '0')));
      expect(new Set(references).size).toBe(numbers.length);
    }),
    { numRuns: 20 },
  );
});
