import type { Device, SessionRecord } from '../../../packages/model/register-entities.ts';
import type { City } from '../city.ts';
import { completed, type Ended, quarantined } from '../ended.ts';
import type { ReadEvent, ReadFrame, ReadMessage } from './read-message.ts';

/** A frame with the sessions that its DevAddr may belong to: a DevAddr is not unique. */
export interface MatchedFrame extends ReadFrame {
  readonly candidates: readonly SessionRecord[];
}

/** An event with the device that it names. */
export interface MatchedEvent extends ReadEvent {
  readonly device: Device;
}

export function matchSession(read: ReadMessage, { register }: City): MatchedFrame | MatchedEvent | Ended {
  switch (read.by) {
    case 'other':
      return completed;
    case 'frame': {
      const candidates = register.sessionsByDevAddr(read.frame.devAddr);
      return candidates.length > 0 ? { ...read, candidates } : quarantined('match_session', 'unknown_dev_addr');
    }
    case 'event': {
      const device = register.deviceByEui(read.event.devEui);
      return device ? { ...read, device } : quarantined('match_session', 'unknown_device');
    }
  }
}
