/** What one codec call may use. The same numbers everywhere, or a rebuild would not end as it did before (truth 3). */
export interface BoxLimits {
  /** Bytes that loading the codec, or one call, may allocate. */
  readonly memoryBytes: number;
  /** Bytes of the engine's own stack. */
  readonly stackBytes: number;
  /** Interrupt ticks, each of them about ten thousand loop rounds or function calls: a count, not a time. */
  readonly ticks: number;
  /** Characters of the output as JSON text, its data and its warnings. */
  readonly outputBytes: number;
  /** Objects and arrays within each other in the output. */
  readonly outputDepth: number;
}

export const defaultLimits: BoxLimits = {
  memoryBytes: 16 * 1024 * 1024,
  stackBytes: 256 * 1024,
  ticks: 200,
  outputBytes: 64 * 1024,
  outputDepth: 32,
};
