import type { CodecOutput, CodecScript } from './contract.ts';
import type { BoxCall } from './worker-messages.ts';

/** A call on its way: from `run` until its promise is settled. */
export interface PendingCall {
  readonly codec: CodecScript;
  readonly call: BoxCall;
  readonly isWanted: () => boolean;
  /** How often it ran in a thread that had to be ended. */
  losses: number;
  readonly resolve: (output: CodecOutput) => void;
  readonly reject: (error: Error) => void;
}
