/** Fields of a protobuf message, for tests: what no capture holds is written here. */
export const message = (...fields: readonly number[][]): Uint8Array => new Uint8Array(fields.flat());

export const varintField = (field: number, value: number | bigint): number[] => [...varint(8 * field), ...varint(value)];
export const floatField = (field: number, value: number): number[] => [
  ...varint(8 * field + 5),
  ...littleEndian(new Float32Array([value])),
];
export const doubleField = (field: number, value: number): number[] => [
  ...varint(8 * field + 1),
  ...littleEndian(new Float64Array([value])),
];
export const bytesField = (field: number, bytes: Iterable<number>): number[] => [...varint(8 * field + 2), ...withLength([...bytes])];

/** Negative values are sign-extended to 64 bits. */
export function varint(value: number | bigint): number[] {
  const groups: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) groups.push(Number(rest & 0x7fn) | 0x80);
  return [...groups, Number(rest)];
}

const withLength = (bytes: number[]): number[] => [...varint(bytes.length), ...bytes];

/** As the machine has it; all that Node runs on are little-endian. */
const littleEndian = (values: Float32Array | Float64Array): number[] => [...new Uint8Array(values.buffer)];
