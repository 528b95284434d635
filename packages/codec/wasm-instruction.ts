import type { WasmReader } from './wasm-reader.ts';

const prefix = 0xfc;
/** A prefixed one as prefix and number together. */
export const opcode = {
  unreachable: 0x00,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  call: 0x10,
  localGet: 0x20,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Const: 0x41,
  i32Eqz: 0x45,
  i32LtU: 0x49,
  i32Sub: 0x6b,
  i32ShrU: 0x76,
  memoryCopy: (prefix << 8) | 10,
  memoryFill: (prefix << 8) | 11,
} as const;

/** How many numbers follow an opcode, where it is neither none nor listed below (§5.4). */
const numbersAfter = new Map<number, number>([
  ...[0x02, 0x03, 0x04].map((code) => [code, 1] as const), // block, loop, if: the block's type
  ...[0x0c, 0x0d, 0x10, 0xd2].map((code) => [code, 1] as const), // br, br_if, call, ref.func
  [0x11, 2], // call_indirect
  ...range(0x20, 0x26).map((code) => [code, 1] as const), // locals, globals, tables
  ...range(0x28, 0x3e).map((code) => [code, 2] as const), // loads and stores: alignment, offset
  ...range(0x3f, 0x42).map((code) => [code, 1] as const), // memory.size, memory.grow, i32.const, i64.const
]);
const numbersAfterPrefix: readonly number[] = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1];

/**
 * Passes over one instruction.
 * @returns its opcode
 * @throws RangeError for an instruction that is not of version 2 of the format, or of its vectors: nothing is guessed
 */
export function skipInstruction(reader: WasmReader): number {
  const code = reader.byte();
  if (code === prefix) return skipPrefixed(reader);
  if (code === 0x0e) skipBranchTable(reader);
  else if (code === 0x43) reader.take(4);
  else if (code === 0x44) reader.take(8);
  else if (isKnown(code)) for (let n = numbersAfter.get(code) ?? 0; n > 0; n--) reader.skipNumber();
  else throw new RangeError(`The engine has an instruction, 0x${code.toString(16)}, that this Vigie cannot read.`);
  return code;
}

function skipPrefixed(reader: WasmReader): number {
  const second = reader.number();
  const numbers = numbersAfterPrefix[second];
  if (numbers === undefined) throw new RangeError(`The engine has an instruction, 0xfc ${second}, that this Vigie cannot read.`);
  for (let n = numbers; n > 0; n--) reader.skipNumber();
  return (prefix << 8) | second;
}

function skipBranchTable(reader: WasmReader): void {
  for (let n = reader.number(); n >= 0; n--) reader.skipNumber();
}

/** Control, drop and select, variables, tables, memory, numbers. */
function isKnown(code: number): boolean {
  return (
    code <= 0x05 ||
    code === 0x0b ||
    (code >= 0x0c && code <= 0x11) ||
    code === 0x1a ||
    code === 0x1b ||
    (code >= 0x20 && code <= 0xc4) ||
    code === 0xd2
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}
