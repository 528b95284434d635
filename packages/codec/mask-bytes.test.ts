import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskBytes } from './mask-bytes.ts';

const bytes = Uint8Array.of(0x0a, 0xff, 0x10, 0x42, 0x43, 0x44, 0x45);

test('three bytes in a row are hidden in each of the usual spellings', () => {
  const spelt: Readonly<Record<string, string>> = {
    'frame 0aff10 bad': 'frame [bytes] bad',
    'frame 0A FF 10 42 bad': 'frame [bytes] bad',
    'frame 0x0a,0xff,0x10': 'frame 0x[bytes]',
    'got [10,255,16]': 'got [[bytes]]',
    'got 10 255 16 66 67 and 1': 'got [bytes] and 1',
    'text BCDE!': 'text [bytes]!',
    'bad 0aff10424344 x 999': 'bad [bytes] x 999',
  };
  for (const [text, masked] of Object.entries(spelt)) expect(maskBytes(text, bytes)).toBe(masked);
});

test('what is not the input stays', () => {
  for (const text of ['', 'unknown type 255', 'expected 10 bytes, not 255', 'TypeError: not a function', '0aff', 'ff0a10']) {
    expect(maskBytes(text, bytes)).toBe(text);
  }
  expect(maskBytes('some text', new Uint8Array())).toBe('some text');
});

test('no spelling of a random payload comes through', () => {
  const property = fc.property(
    fc.uint8Array({ minLength: 3, maxLength: 40 }),
    fc.constantFrom('', ' ', ', ', ':', '-'),
    (payload, separator) => {
      const hex = [...payload].map((byte) => byte.toString(16).padStart(2, '0')).join(separator);
      const decimal = [...payload].join(separator === '' ? ',' : separator);
      expect(maskBytes(`<${hex}>`, payload)).toBe('<[bytes]>');
      expect(maskBytes(`<${decimal}>`, payload)).toBe('<[bytes]>');
    },
  );
  fc.assert(property);
});
