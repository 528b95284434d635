import { isDeepStrictEqual } from 'node:util';
import type { Ending } from '../../../packages/model/ending.ts';
import type { QuarantinedMessage } from '../../../packages/model/quarantined.ts';

/** Whether a message ended in the same way; how far the register was read, and what an earlier rebuild replaced, are beside the point. */
export function isSameEnding(a: Ending, b: Ending): boolean {
  return isDeepStrictEqual(essence(a), essence(b));
}

/** Whether the same waits for the same reason; the step's own words may speak of the machine. */
export function isSameWaiting(a: QuarantinedMessage, b: QuarantinedMessage): boolean {
  return isDeepStrictEqual({ ...a, detail: '' }, { ...b, detail: '' });
}

/** What an ending that takes the place of this one has to say about it. */
export function placeTakenFrom({ plane, released, ...ending }: Ending): NonNullable<Ending['corrects']> {
  const reason = ending.ending === 'quarantined' ? { reason: ending.reason } : {};
  return { ending: ending.ending, plane, ...reason, ...(released ? { released } : {}) };
}

/** An ending in a few words. */
export function endingWords(ending: Ending | undefined): string {
  switch (ending?.ending) {
    case undefined:
      return 'nothing';
    case 'forwarded':
      return `forwarded to ${ending.to}, ${ending.readings} readings`;
    case 'duplicate':
      return `duplicate of ${ending.of}`;
    case 'quarantined':
      return `quarantined: ${ending.reason}`;
    case 'needless':
      return 'needless';
  }
}

function essence({ read: _read, corrects: _corrects, ...ending }: Ending): object {
  return ending;
}
