import type { JoinFrame } from '../../packages/model/join-frame.ts';
import type { Reading } from '../../packages/model/reading.ts';
import type { ReasonName, Step } from '../../packages/model/reasons.ts';

/** How a message's life ended at a step. The one type that leaves `decode-message.ts`. */
export type Ended = ForwardedEnding | DuplicateEnding | QuarantinedEnding;

export interface ForwardedEnding {
  readonly ended: 'forwarded';
  readonly readings: readonly Reading[];
  /** What sessions are followed by. */
  readonly join?: JoinFrame;
}

export interface DuplicateEnding {
  readonly ended: 'duplicate';
  /** Offset, in the same partition, of the message that this one repeats. */
  readonly of: number;
}

export interface QuarantinedEnding {
  readonly ended: 'quarantined';
  readonly reason: ReasonName;
  readonly step: Step;
  /** Without identifiers, keys or bytes (truth 11). */
  readonly detail: string;
}

export const quarantined = (step: Step, reason: ReasonName, detail = ''): QuarantinedEnding => ({
  ended: 'quarantined',
  reason,
  step,
  detail,
});
export const completed: ForwardedEnding = { ended: 'forwarded', readings: [] };

export const isEnded = (value: object): value is Ended => 'ended' in value;
