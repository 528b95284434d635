import { opcode, skipInstruction } from './wasm-instruction.ts';
import { leb128, WasmReader } from './wasm-reader.ts';
import { countImportedFunctions, countIn, extended, readSections, type Section, section, writeSections } from './wasm-sections.ts';

/** Names under which the metered engine exports its two variables. */
export const meterExports = { rounds: 'rounds', stackPointer: 'stackPointer' } as const;

const i32 = 0x7f;
const noType = 0x40;
/** 2^31 - 1, for what runs while the engine is opened, before anybody has set a limit. */
const ample = [0xff, 0xff, 0xff, 0xff, 0x07];
/** Moving 2^6 bytes counts as one round. */
const bytesOfARound = 6;

/** Numbers of what is added, each at the end of its kind: nothing that is there changes its number. */
interface Added {
  readonly type: number;
  readonly rounds: number;
  readonly copy: number;
  readonly fill: number;
}

/**
 * Gives the engine a meter. Each round of each loop in it, of the interpreter as of every built-in, takes one from the exported variable
 * `rounds`; so do 64 bytes moved at once. At zero it traps. Between two loops an engine cannot do much, so this bounds the time of
 * whatever runs in it by a count, the same on every machine and under any load (truth 3), and no built-in goes unwatched (truth 7).
 * @param binary a module with one global variable, its stack pointer, as Emscripten makes it
 * @throws RangeError when it has another form
 */
export function meterEngine(binary: Uint8Array): Uint8Array {
  const sections = readSections(binary);
  const added = numbersOfAdded(sections);
  const metered = sections.map(({ id, body }): Section => ({ id, body: more[id]?.(body, added) ?? body }));
  return writeSections(binary, metered);
}

function numbersOfAdded(sections: readonly Section[]): Added {
  const globals = countIn(sections, section.global);
  if (globals !== 1) throw new RangeError(`The engine has ${globals} global variables; one, its stack pointer, was expected.`);
  const functions = countImportedFunctions(sections) + countIn(sections, section.function);
  return { type: countIn(sections, section.type), rounds: globals, copy: functions, fill: functions + 1 };
}

/** What becomes of a section's vector. */
const more: Readonly<Record<number, (vector: Uint8Array, added: Added) => Uint8Array>> = {
  [section.type]: (types) => extended(types, [[0x60, 3, i32, i32, i32, 0]]),
  [section.function]: (functions, { type }) => extended(functions, [leb128(type), leb128(type)]),
  [section.global]: (globals) => extended(globals, [[i32, 1, opcode.i32Const, ...ample, opcode.end]]),
  [section.export]: (exports, { rounds }) =>
    extended(exports, [exportedVariable(meterExports.rounds, rounds), exportedVariable(meterExports.stackPointer, 0)]),
  [section.code]: (code, added) => extended(meterAll(code, added), [move(added, opcode.memoryCopy), move(added, opcode.memoryFill)]),
};

const exportedVariable = (name: string, global: number) => [name.length, ...Buffer.from(name), 3, ...leb128(global)];

function meterAll(code: Uint8Array, added: Added): Uint8Array {
  const reader = new WasmReader(code);
  const bodies = Array.from({ length: reader.number() }, () => meterBody(reader.take(reader.number()), added));
  return Buffer.concat([Uint8Array.from(leb128(bodies.length)), ...bodies.flatMap((body) => [Uint8Array.from(leb128(body.length)), body])]);
}

/** A function's body: after each `loop` a round is counted; in place of a bulk instruction a function is called that counts and moves. */
function meterBody(body: Uint8Array, added: Added): Uint8Array {
  const reader = new WasmReader(body);
  skipLocals(reader);
  const parts: Uint8Array[] = [];
  let kept = 0;
  const replace = (from: number, code: readonly number[]) => {
    parts.push(body.subarray(kept, from), Uint8Array.from(code));
    kept = reader.at;
  };
  while (reader.at < body.length) {
    const from = reader.at;
    const code = skipInstruction(reader);
    if (code === opcode.loop) replace(reader.at, countRound(added));
    else if (code === opcode.memoryCopy) replace(from, [opcode.call, ...leb128(added.copy)]);
    else if (code === opcode.memoryFill) replace(from, [opcode.call, ...leb128(added.fill)]);
  }
  return Buffer.concat([...parts, body.subarray(kept)]);
}

function skipLocals(reader: WasmReader): void {
  for (let groups = reader.number(); groups > 0; groups--) {
    reader.skipNumber();
    reader.byte();
  }
}

const trapIf = (condition: readonly number[], before: readonly number[] = []) => [
  ...condition,
  ...[opcode.if, noType, ...before, opcode.unreachable, opcode.end],
];

/** `if (rounds == 0) trap; rounds -= 1` */
function countRound({ rounds }: Added): number[] {
  const get = [opcode.globalGet, ...leb128(rounds)];
  return [...trapIf([...get, opcode.i32Eqz]), ...get, opcode.i32Const, 1, opcode.i32Sub, opcode.globalSet, ...leb128(rounds)];
}

/** `(to, what, length) => { if (rounds < length >> 6) { rounds = 0; trap } rounds -= length >> 6; move }`, with its length before it. */
function move({ rounds }: Added, instruction: number): number[] {
  const [get, set] = [opcode.globalGet, opcode.globalSet].map((code) => [code, ...leb128(rounds)]) as [number[], number[]];
  const [to, what, length] = [0, 1, 2].map((local) => [opcode.localGet, local]) as [number[], number[], number[]];
  const cost = [...length, opcode.i32Const, bytesOfARound, opcode.i32ShrU];
  const memories = instruction === opcode.memoryCopy ? [0, 0] : [0];
  const body = [
    0, // no locals
    ...trapIf([...get, ...cost, opcode.i32LtU], [opcode.i32Const, 0, ...set]),
    ...[...get, ...cost, opcode.i32Sub, ...set],
    ...[...to, ...what, ...length, instruction >> 8, instruction & 0xff, ...memories],
    opcode.end,
  ];
  return [...leb128(body.length), ...body];
}
