import type { WasmMemory } from './web-assembly.ts';

const pageBytes = 4096;

/** Byte addresses, end excluded. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

interface Run {
  readonly live: Uint8Array;
  readonly kept: Uint8Array;
}

/**
 * A copy of a WebAssembly memory that can be put back. All pages up to the last one in use are kept, zeroed ones as well (a codec's
 * empty table is written to later), except those of the dead range, which nobody reads (free stack). Whoever puts it back gives up every pointer made since.
 */
export class MemoryImage {
  readonly #memory: WasmMemory;
  readonly #size: number;
  readonly #runs: readonly Run[];

  constructor(memory: WasmMemory, dead: ByteRange) {
    this.#memory = memory;
    this.#size = memory.buffer.byteLength;
    this.#runs = liveRanges(lastByteInUse(memory), dead).map(({ from, to }) => {
      const live = new Uint8Array(memory.buffer, from, to - from);
      return { live, kept: live.slice() };
    });
  }

  /** Bytes kept. */
  get bytes(): number {
    return this.#runs.reduce((sum, run) => sum + run.kept.length, 0);
  }

  /** Undoes everything since. False: the memory has grown, so that it cannot become what it was. */
  putBack(): boolean {
    if (this.#memory.buffer.byteLength !== this.#size) return false;
    for (const { live, kept } of this.#runs) live.set(kept);
    return true;
  }
}

function lastByteInUse(memory: WasmMemory): number {
  const words = new Int32Array(memory.buffer);
  let index = words.length - 1;
  while (index >= 0 && words[index] === 0) index--;
  return Math.ceil(((index + 1) * 4) / pageBytes) * pageBytes;
}

/** What remains of 0 … end without the whole pages of the dead range. */
function liveRanges(end: number, dead: ByteRange): ByteRange[] {
  const from = Math.ceil(dead.from / pageBytes) * pageBytes;
  const to = Math.floor(dead.to / pageBytes) * pageBytes;
  return [
    { from: 0, to: from },
    { from: to, to: end },
  ];
}
