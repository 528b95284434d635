import { leb128, WasmReader } from './wasm-reader.ts';

export const section = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const;
const headerBytes = 8;

/** One part of a module: what kind it is, and its bytes, nearly always a vector. */
export interface Section {
  readonly id: number;
  readonly body: Uint8Array;
}

export function readSections(binary: Uint8Array): Section[] {
  const reader = new WasmReader(binary, headerBytes);
  const sections: Section[] = [];
  while (reader.at < binary.length) {
    const id = reader.byte();
    const body = reader.take(reader.number());
    sections.push({ id, body });
  }
  return sections;
}

/** The module again, under the header of the one that was read. */
export function writeSections(binary: Uint8Array, sections: readonly Section[]): Uint8Array {
  const parts = sections.flatMap(({ id, body }) => [Uint8Array.of(id, ...leb128(body.length)), body]);
  return Buffer.concat([binary.subarray(0, headerBytes), ...parts]);
}

/** How many items the vector of a section has. */
export function countIn(sections: readonly Section[], wanted: number): number {
  return vectorOf(sections, wanted).number();
}

/** Imported functions come first in the numbering. @throws RangeError when anything but functions and memories is imported */
export function countImportedFunctions(sections: readonly Section[]): number {
  const reader = vectorOf(sections, section.import);
  let functions = 0;
  for (let n = reader.number(); n > 0; n--) {
    reader.take(reader.number());
    reader.take(reader.number());
    functions += skipImported(reader);
  }
  return functions;
}

/** A vector with some more items at its end. */
export function extended(vector: Uint8Array, more: readonly (readonly number[])[]): Uint8Array {
  const reader = new WasmReader(vector);
  const count = reader.number() + more.length;
  return Buffer.concat([Uint8Array.from(leb128(count)), vector.subarray(reader.at), ...more.map((item) => Uint8Array.from(item))]);
}

function vectorOf(sections: readonly Section[], wanted: number): WasmReader {
  const found = sections.find(({ id }) => id === wanted);
  if (!found) throw new RangeError(`The engine has no section ${wanted}.`);
  return new WasmReader(found.body);
}

/** One for a function, none for a memory, whose limits are one number or two. */
function skipImported(reader: WasmReader): number {
  const kind = reader.byte();
  if (kind !== 0 && kind !== 2) throw new RangeError('The engine imports something else than functions and a memory.');
  if (kind === 2 && reader.byte() === 1) reader.skipNumber();
  reader.skipNumber();
  return kind === 0 ? 1 : 0;
}
