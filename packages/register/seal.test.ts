import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Sealed, sealedSchema } from '../model/register-entities.ts';
import { masterKeyFrom } from './master-key.ts';
import { open, SealBroken, seal } from './seal.ts';

const key = masterKeyFrom(Buffer.alloc(32, 1));
const bytes = fc.uint8Array({ maxLength: 100 });
const context = fc.string({ unit: 'grapheme', maxLength: 40 });

test('what is sealed opens again, the same', () => {
  fc.assert(
    fc.property(bytes, context, (plain, place) => {
      expect(open(key, seal(key, plain, place), place)).toEqual(Uint8Array.from(plain));
    }),
  );
});

test('a sealed value moved to another place does not open', () => {
  fc.assert(
    fc.property(bytes, context, context, (plain, place, elsewhere) => {
      fc.pre(place !== elsewhere);
      const sealed = seal(key, plain, place);
      expect(() => open(key, sealed, elsewhere)).toThrow(SealBroken);
    }),
  );
});

test('a sealed value with any one bit changed does not open', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), (plain, which) => {
      const raw = Buffer.from(seal(key, plain, 'place').slice(2), 'base64');
      const bit = which % (raw.length * 8);
      raw[bit >> 3] = (raw[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const changed = `1.${raw.toString('base64')}` as Sealed;
      expect(() => open(key, changed, 'place')).toThrow(SealBroken);
    }),
  );
});

test('anything else that is no sealed value is refused as such, without being shown (truth 11)', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.base64String(),
        fc.base64String().map((text) => `1.${text}`),
      ),
      (text) => {
        let said = '';
        try {
          open(key, sealedSchema.parse(text), 'place');
        } catch (error) {
          expect(error).toBeInstanceOf(SealBroken);
          said = String(error);
        }
        expect(said).not.toBe('');
        if (text.length > 8) expect(said).not.toContain(text);
      },
    ),
  );
});

test.each([
  ['another version', (text: string) => `2.${text.slice(2)}`],
  ['no version', (text: string) => text.slice(2)],
  ['cut short', (text: string) => text.slice(0, -4)],
  ['longer', (text: string) => `${text}AAAA`],
  ['spelled otherwise', (text: string) => `${text} `],
  ['the tag alone', (text: string) => `1.${text.slice(-24)}`],
])('a sealed value with %s does not open', (_, change) => {
  const sealed = seal(key, new Uint8Array(16), 'place');
  expect(() => open(key, change(sealed) as Sealed, 'place')).toThrow(SealBroken);
});

test('the same value never seals to the same text', () => {
  const plain = new Uint8Array(16);
  expect(new Set(Array.from({ length: 1_000 }, () => seal(key, plain, 'place'))).size).toBe(1_000);
});
