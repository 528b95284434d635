export const stepNames = ['read', 'match_session', 'verify_mic', 'claim_counter', 'decrypt', 'run_codec', 'normalise', 'forward'] as const;
export type StepName = (typeof stepNames)[number];

/** Undefined: a step that this page does not know yet. */
export function stepNamed(name: string): StepName | undefined {
  return stepNames.find((step) => step === name);
}

/** The part of the frame that a step looks at; null: the frame as a whole. */
export function partSeen(step: string): string | null {
  switch (step) {
    case 'match_session':
      return 'DevAddr';
    case 'verify_mic':
      return 'MIC';
    case 'claim_counter':
      return 'FCnt';
    case 'decrypt':
    case 'run_codec':
      return 'FRMPayload';
    default:
      return null;
  }
}

/** The step that a key leads to, from this one; undefined: the key is not ours. */
export function stepByKey(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(at + 1, count - 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
