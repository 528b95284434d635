/** What a sensor puts into a frame before it is encrypted. */
export interface SensorFrame {
  readonly plaintext: Uint8Array;
  /** By quantity: what a right decode of the plaintext gives. */
  readonly values: Readonly<Record<string, number>>;
}

/** The whole number from `least` to `most` that is nearest; never −0, which no decoder reads from bytes. */
export function nearestWhole(value: number, least: number, most: number): number {
  return Math.min(Math.max(Math.round(value), least), most) + 0;
}
