import type { Unreadable } from './contract.ts';

/** Thrown inside this package only, where content is of another shape than expected; the message names fields, never values (truth 11). */
export class UnreadableContent extends Error {
  override readonly name = 'UnreadableContent';
}

/** Runs `read`; content that cannot be read becomes `malformed`. An error of ours stays an error. */
export function orMalformed<T>(read: () => T): T | Unreadable {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableContent) return malformed(error.message);
    throw error;
  }
}

export const malformed = (detail: string): Unreadable => ({ kind: 'malformed', detail });
