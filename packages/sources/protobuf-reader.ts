import { UnreadableContent } from './unreadable-content.ts';

const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads one protobuf message field by field, in place (protobuf.dev, "Encoding"). Work is bounded by the message's length; what a reader
 * does not ask for is skipped with `skip`. Groups, which proto3 does not have, are refused.
 * Every method throws UnreadableContent where the bytes are not as asked.
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #what: string;
  readonly #end: number;
  #at: number;
  #field = 0;
  #wireType = 0;
  /** The two halves of the last varint. */
  #low = 0;
  #high = 0;

  /** @param what opens every error, e.g. `Read as gw.UplinkFrame` */
  constructor(bytes: Uint8Array, what: string, start = 0, end: number = bytes.length) {
    this.#bytes = bytes;
    this.#what = what;
    this.#at = start;
    this.#end = end;
  }

  /** Number of the next field; 0 at the end. Its value must then be read or skipped. */
  next(): number {
    if (this.#at === this.#end) return 0;
    this.#varint();
    this.#field = this.#low >>> 3;
    this.#wireType = this.#low & 7;
    if (this.#field === 0 || this.#high !== 0) throw this.#unreadable('a field has no valid number');
    return this.#field;
  }

  /** Larger values lose their upper half, as in every implementation. */
  uint32(): number {
    this.#expect(wireTypes.varint);
    this.#varint();
    return this.#low >>> 0;
  }

  /** Negative ones travel sign-extended to 64 bits. */
  int32(): number {
    return this.uint32() | 0;
  }

  /** Exact up to 2^53. */
  int64(): number {
    this.#expect(wireTypes.varint);
    this.#varint();
    return (this.#high | 0) * 2 ** 32 + (this.#low >>> 0);
  }

  float(): number {
    this.#expect(wireTypes.fixed32);
    return this.#view(4).getFloat32(0, true);
  }

  double(): number {
    this.#expect(wireTypes.fixed64);
    return this.#view(8).getFloat64(0, true);
  }

  /** A copy. */
  bytes(): Uint8Array {
    const end = this.#lengthDelimited();
    const copy = new Uint8Array(this.#bytes.subarray(this.#at, end));
    this.#at = end;
    return copy;
  }

  text(): string {
    const bytes = this.bytes();
    try {
      return utf8.decode(bytes);
    } catch {
      throw this.#unreadable(`field ${this.#field} is not UTF-8`);
    }
  }

  message(): ProtobufReader {
    const end = this.#lengthDelimited();
    const inner = new ProtobufReader(this.#bytes, this.#what, this.#at, end);
    this.#at = end;
    return inner;
  }

  skip(): void {
    if (this.#wireType === wireTypes.varint) this.#varint();
    else if (this.#wireType === wireTypes.fixed64) this.#advance(8);
    else if (this.#wireType === wireTypes.fixed32) this.#advance(4);
    else this.#at = this.#lengthDelimited();
  }

  #expect(wireType: number): void {
    if (this.#wireType === wireType) return;
    throw this.#unreadable(`field ${this.#field} has wire type ${this.#wireType} instead of ${wireType}`);
  }

  #lengthDelimited(): number {
    this.#expect(wireTypes.lengthDelimited);
    this.#varint();
    if (this.#high !== 0 || this.#low >>> 0 > this.#end - this.#at) throw this.#cutShort();
    return this.#at + (this.#low >>> 0);
  }

  #view(length: number): DataView {
    const from = this.#bytes.byteOffset + this.#at;
    this.#advance(length);
    return new DataView(this.#bytes.buffer, from, length);
  }

  #advance(length: number): void {
    if (length > this.#end - this.#at) throw this.#cutShort();
    this.#at += length;
  }

  #varint(): void {
    this.#low = 0;
    this.#high = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (shift < 32) this.#low |= bits << shift;
      if (shift > 28) this.#high |= bits << (shift - 32);
      else if (shift === 28) this.#high |= bits >>> 4;
      // The last group holds the 64th bit alone.
      if (shift === 63 && byte > 1) break;
      if (byte < 0x80) return;
    }
    throw this.#unreadable('a varint is longer than 64 bits');
  }

  #byte(): number {
    const byte = this.#at < this.#end ? this.#bytes[this.#at] : undefined;
    if (byte === undefined) throw this.#cutShort();
    this.#at++;
    return byte;
  }

  #cutShort(): UnreadableContent {
    return this.#unreadable(this.#field === 0 ? 'it is cut short' : `it is cut short in or after field ${this.#field}`);
  }

  #unreadable(why: string): UnreadableContent {
    return new UnreadableContent(`${this.#what}: ${why}.`);
  }
}
