import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemoryImage } from './memory-image.ts';
import { webAssembly } from './web-assembly.ts';

const nothing = { from: 0, to: 0 };

test('whatever is written after is undone, in used and in empty pages below the last used one', () => {
  const end = 5 * 4096;
  const writes = fc.array(fc.tuple(fc.nat(end - 1), fc.nat(255)), { maxLength: 30 });
  const property = fc.property(writes, writes, (before, after) => {
    const memory = new webAssembly.Memory({ initial: 1, maximum: 1 });
    const bytes = new Uint8Array(memory.buffer);
    for (const [at, value] of before) bytes[at] = value;
    bytes[end - 1] = 1;
    const wanted = bytes.slice();
    const image = new MemoryImage(memory, nothing);
    for (const [at, value] of after) bytes[at] = value;
    expect(image.putBack()).toBe(true);
    expect(Buffer.from(bytes).equals(wanted)).toBe(true);
  });
  fc.assert(property);
});

test('only whole pages of the dead range are left out', () => {
  const memory = new webAssembly.Memory({ initial: 1, maximum: 1 });
  const bytes = new Uint8Array(memory.buffer);
  bytes[5 * 4096] = 1;
  const image = new MemoryImage(memory, { from: 100, to: 3 * 4096 + 100 });
  bytes.fill(7, 0, 6 * 4096);
  image.putBack();
  expect(image.bytes).toBe(4 * 4096);
  expect([0, 4095, 4096, 3 * 4096 - 1, 3 * 4096, 6 * 4096 - 1].map((at) => bytes[at])).toEqual([0, 0, 7, 7, 0, 0]);
});

test('a memory that has grown cannot be put back', () => {
  const memory = new webAssembly.Memory({ initial: 1, maximum: 2 });
  const image = new MemoryImage(memory, nothing);
  memory.grow(1);
  expect(image.putBack()).toBe(false);
});
