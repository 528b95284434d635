/** Bytes of a MIC on the air. */
export const micLength = 4;

/** Whether a MIC (4 bytes) is the beginning of a CMAC; takes the same time wherever they differ. */
export function isSameMic(cmac: Uint8Array, mic: Uint8Array): boolean {
  return isSame(cmac, 0, mic, 0, micLength);
}

/** Whether two stretches of the same length are equal; takes the same time wherever they differ. */
export function isSame(a: Uint8Array, fromA: number, b: Uint8Array, fromB: number, length: number): boolean {
  let difference = 0;
  for (let i = 0; i < length; i++) difference |= (a[fromA + i] ?? 0) ^ (b[fromB + i] ?? 0);
  return difference === 0;
}
