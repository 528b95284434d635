import type { NumberedRandom } from './numbered-random.ts';

/** Something that reads bytes of strangers. */
export interface Target {
  readonly name: string;
  /** Inputs that it reads rightly, at least one. */
  readonly seeds: readonly Uint8Array[];
  /** @throws what the input must never cause. */
  read(input: Uint8Array, random: NumberedRandom): void;
}
