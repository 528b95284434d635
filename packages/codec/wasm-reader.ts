/** Reads the numbers of the WebAssembly binary format (core specification 2.0, §5.2.2), from a place on. */
export class WasmReader {
  readonly bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new RangeError('The WebAssembly binary ends in the middle of something.');
    return value;
  }

  /** An unsigned number of up to 32 bits (LEB128). */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** Passes over a number of any width and sign: it ends with the first byte below 128. */
  skipNumber(): void {
    while (this.byte() >= 0x80);
  }

  /** The next bytes, as they are. */
  take(bytes: number): Uint8Array {
    if (this.at + bytes > this.bytes.length) throw new RangeError('The WebAssembly binary ends in the middle of something.');
    this.at += bytes;
    return this.bytes.subarray(this.at - bytes, this.at);
  }
}

/** An unsigned number as LEB128. */
export function leb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(Math.floor(value / 0x80))];
}
