import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ProtobufReader } from './protobuf-reader.ts';
import { UnreadableContent } from './unreadable-content.ts';
import { bytesField, doubleField, floatField, message, varint, varintField } from './write-protobuf.ts';

/** The reader, standing on the value of the first field. */
function onFirst(bytes: Uint8Array): ProtobufReader {
  const reader = new ProtobufReader(bytes, 'Test');
  reader.next();
  return reader;
}

const int64 = fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n });

test('reads every integer as it was written, from whole 64 bits', () => {
  fc.assert(fc.property(int64, (value) => expect(onFirst(message(varintField(1, value))).int64()).toBe(Number(value))));
  fc.assert(fc.property(fc.integer(), (value) => expect(onFirst(message(varintField(1, value))).int32()).toBe(value)));
  fc.assert(fc.property(fc.integer(), (value) => expect(onFirst(message(varintField(1, value))).uint32()).toBe(value >>> 0)));
});

test('reads floats, doubles, bytes and messages, and skips what it is not asked for', () => {
  const inner = message(varintField(1, 7));
  const outer = new ProtobufReader(
    message(
      floatField(1, 0.25),
      doubleField(2, 0.1),
      bytesField(3, inner),
      ...[1, 2, 3].map((i) => varintField(i, 1)),
      bytesField(536870911, inner),
    ),
    'Test',
  );
  expect([outer.next(), outer.float()]).toEqual([1, 0.25]);
  expect([outer.next(), outer.double()]).toEqual([2, 0.1]);
  expect(outer.next()).toBe(3);
  const nested = outer.message();
  expect([nested.next(), nested.uint32(), nested.next()]).toEqual([1, 7, 0]);
  for (const field of [1, 2, 3]) {
    expect(outer.next()).toBe(field);
    outer.skip();
  }
  expect([outer.next(), outer.bytes(), outer.next()]).toEqual([536870911, inner, 0]);
});

test('reads within a larger buffer', () => {
  const bytes = message([9, 9], floatField(1, 1.5), [9]).subarray(2, -1);
  expect(onFirst(bytes).float()).toBe(1.5);
});

const readAll = (bytes: Uint8Array) => () => {
  const reader = new ProtobufReader(bytes, 'Test');
  while (reader.next() !== 0) reader.skip();
};

test.each<[what: string, bytes: number[], why: RegExp]>([
  ['a varint of 11 groups', [8, ...Array<number>(10).fill(0x80), 0], /longer than 64 bits/],
  ['a varint of 65 bits', [8, ...Array<number>(9).fill(0xff), 0x02], /longer than 64 bits/],
  ['a varint without end', [8, 0x80], /cut short in or after field 1/],
  ['a length past the end', [10, 5, 1, 2, 3, 4], /cut short in or after field 1/],
  ['a length of 2^32', [10, ...varint(2n ** 32n), 1], /cut short/],
  ['a length of 2^63', [10, ...varint(2n ** 63n), 1], /cut short/],
  ['a double cut short', doubleField(2, 1).slice(0, -1), /cut short in or after field 2/],
  ['a float cut short', floatField(2, 1).slice(0, -1), /cut short in or after field 2/],
  ['field number 0', [0, 1], /no valid number/],
  ['a field number of more than 32 bits', [...varint(2n ** 35n + 8n), 1], /no valid number/],
  ['a group', [0x0b, 0x0c], /field 1 has wire type 3/],
])('refuses %s', (_, bytes, why) => {
  expect(readAll(message(bytes))).toThrow(why);
  expect(readAll(message(bytes))).toThrow(UnreadableContent);
});

test('reads the longest varint', () => {
  expect(onFirst(message([8, ...Array<number>(9).fill(0xff), 1])).int64()).toBe(-1);
});

test('refuses a value of another wire type than asked', () => {
  const written = message(varintField(1, 1));
  for (const read of ['bytes', 'message', 'float', 'double'] as const)
    expect(() => onFirst(written)[read]()).toThrow('wire type 0 instead of');
  for (const read of ['uint32', 'int32', 'int64'] as const)
    expect(() => onFirst(message(floatField(1, 1)))[read]()).toThrow('wire type 5 instead of 0');
});

test('a message may not run past the one that holds it', () => {
  const outside = Array<number>(9).fill(1);
  const inner = (bytes: number[]): ProtobufReader => {
    const reader = onFirst(message(bytesField(1, bytes), outside)).message();
    reader.next();
    return reader;
  };
  expect(() => inner([10, 3, 1]).bytes()).toThrow('cut short');
  expect(() => inner([8, 0x80]).uint32()).toThrow('cut short');
  expect(() => inner(doubleField(1, 1).slice(0, -1)).double()).toThrow('cut short');
  expect(() => inner(floatField(1, 1).slice(0, -1)).float()).toThrow('cut short');
});
