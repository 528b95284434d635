import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { meterEngine } from './meter-engine.ts';
import { leb128, WasmReader } from './wasm-reader.ts';
import { type WasmGlobal, webAssembly } from './web-assembly.ts';

const section = (id: number, ...body: readonly number[]) => [id, ...leb128(body.length), ...body];
const vector = (...items: readonly (readonly number[])[]) => [items.length, ...items.flat()];
const name = (text: string) => [text.length, ...Buffer.from(text)];
const body = (...code: readonly number[]) => [...leb128(code.length), ...code];
const variable = [0x7f, 1, 0x41, 0, 0x0b];

/** `(n) => { let i = 0; do i++; while (i < n); return i; }` */
const counting = body(1, 1, 0x7f, 0x03, 0x40, 0x20, 1, 0x41, 1, 0x6a, 0x22, 1, 0x20, 0, 0x49, 0x0d, 0, 0x0b, 0x20, 1, 0x0b);
/** `(n) => { copy(0, 0, n); return n; }` and the same with `fill`. */
const copying = body(0, 0x41, 0, 0x41, 0, 0x20, 0, 0xfc, 10, 0, 0, 0x20, 0, 0x0b);
const filling = body(0, 0x41, 0, 0x41, 0, 0x20, 0, 0xfc, 11, 0, 0x20, 0, 0x0b);

/** An engine in small: a memory from outside, one variable, functions of a number to a number, exported as a, b, … */
function binary(functions: readonly (readonly number[])[], variables = 1): Uint8Array {
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, ...vector([0x60, 1, 0x7f, 1, 0x7f])),
    ...section(2, ...vector([...name('e'), ...name('m'), 2, 0, 1])),
    ...section(3, ...vector(...functions.map(() => [0]))),
    ...section(6, ...vector(...Array<number[]>(variables).fill(variable))),
    ...section(7, ...vector(...functions.map((_, n) => [...name('abc'[n] ?? ''), 0, n]))),
    ...section(10, ...vector(...functions)),
  ]);
}

async function metered() {
  const memory = new webAssembly.Memory({ initial: 1, maximum: 1 });
  const module = new webAssembly.Module(meterEngine(binary([counting, copying, filling])));
  const { exports } = await webAssembly.instantiate(module, { e: { m: memory } });
  return exports as { a(n: number): number; b(n: number): number; c(n: number): number; rounds: WasmGlobal; stackPointer: WasmGlobal };
}

test('truth 3: each round of a loop takes one, no more and no less', async () => {
  const engine = await metered();
  engine.rounds.value = 1000;
  expect(engine.a(990)).toBe(990);
  expect(engine.rounds.value).toBe(10);
});

test('truth 7: at zero it traps, and whatever loops traps at once from then on, until there are rounds again', async () => {
  const engine = await metered();
  engine.rounds.value = 999;
  expect(() => engine.a(1000)).toThrow('unreachable');
  expect(engine.rounds.value).toBe(0);
  expect(() => engine.a(1)).toThrow('unreachable');
  engine.rounds.value = 1000;
  expect(engine.a(1000)).toBe(1000);
});

test('64 bytes that are moved or filled at once count as a round', async () => {
  const engine = await metered();
  for (const move of [engine.b, engine.c]) {
    engine.rounds.value = 101;
    expect(move(6400)).toBe(6400);
    expect(engine.rounds.value).toBe(1);
    expect(() => move(6400)).toThrow('unreachable');
    expect(engine.rounds.value).toBe(0);
  }
});

test('while it is opened there are rounds in plenty, and its own variable is to be had', async () => {
  const engine = await metered();
  expect(engine.rounds.value).toBe(2 ** 31 - 1);
  expect(engine.stackPointer.value).toBe(0);
});

test('what it cannot read whole it refuses', () => {
  const vectors = body(0, 0xfd, 12, 0x0b);
  expect(() => meterEngine(binary([vectors]))).toThrow('0xfd');
  expect(() => meterEngine(binary([body(0, 0xfc, 99, 0x0b)]))).toThrow('0xfc 99');
  expect(() => meterEngine(binary([counting], 2))).toThrow('2 global variables');
  expect(() => meterEngine(binary([counting]).subarray(0, 60))).toThrow(RangeError);
});

test('numbers are read as they are written', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 32 - 1), (number) => {
      const reader = new WasmReader(Uint8Array.from([...leb128(number), 7]));
      const skipping = new WasmReader(reader.bytes);
      expect(reader.number()).toBe(number);
      skipping.skipNumber();
      expect([reader.byte(), skipping.byte()]).toEqual([7, 7]);
    }),
  );
});
