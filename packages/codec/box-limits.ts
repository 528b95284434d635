/** What one codec call may use. The same numbers everywhere, or a rebuild would not end as it did before (truth 3). */
export interface BoxLimits {
  /** Bytes that loading the codec, or one call, may allocate. */
  readonly memoryBytes: number;
  /** Bytes of the engine's own stack. */
  readonly stackBytes: number;
  /** Rounds of the engine's own loops (`meter-engine.ts`), of which a codec's instruction is about one: a count, not a time. */
  readonly rounds: number;
  /** Characters of the output as JSON text, its data and its warnings. */
  readonly outputBytes: number;
  /** Objects and arrays within each other in the output. */
  readonly outputDepth: number;
}

export const defaultLimits: BoxLimits = {
  memoryBytes: 16 * 1024 * 1024,
  stackBytes: 256 * 1024,
  rounds: 8_000_000,
  outputBytes: 64 * 1024,
  outputDepth: 32,
};
