/** Protocol Buffers, the few wire types that gateway events need (protobuf.dev, Encoding). A message is the concatenation of its fields. */
const varintType = 0;
const fixed64Type = 1;
const lengthType = 2;
const fixed32Type = 5;

/** Whole numbers of any proto integer type but sint; negative ones take ten bytes, as int32 and int64 do. */
export function varintField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint((field << 3) | varintType), ...varint(value)]);
}

export function floatField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([tag(field, fixed32Type), bytes]);
}

export function doubleField(field: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(field, fixed64Type), bytes]);
}

export function stringField(field: number, text: string): Uint8Array {
  return bytesField(field, Buffer.from(text, 'utf8'));
}

export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([tag(field, lengthType), Uint8Array.from(varint(bytes.length)), bytes]);
}

export function messageField(field: number, ...fields: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, Buffer.concat(fields));
}

const tag = (field: number, wireType: number) => Uint8Array.from(varint((field << 3) | wireType));

function varint(value: number): number[] {
  if (value < 0) return varintOf64Bits(BigInt.asUintN(64, BigInt(value)));
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return [...bytes, rest];
}

function varintOf64Bits(value: bigint): number[] {
  return value > 0x7fn ? [Number(value & 0x7fn) | 0x80, ...varintOf64Bits(value >> 7n)] : [Number(value)];
}
