import type { LiveObservation, Minute, Refused, TimeWindow } from './shapes.ts';

/** What the live connection tells, by its name. */
export interface LiveEvents {
  readonly observation: LiveObservation;
  readonly ending: Ending;
  readonly minute: Minute;
  readonly window: TimeWindow;
  /** Of a simulated city only. */
  readonly refused: Refused;
}
export type EventName = keyof LiveEvents;
export const eventNames: readonly EventName[] = ['observation', 'ending', 'minute', 'window', 'refused'];

/** What became of a message. */
export interface Ending {
  readonly message: string;
  readonly receivedTime: string;
  readonly ending: string;
  readonly reason: string | null;
  readonly plane: string;
}
