import type { Device, RootKeys, SessionRecord } from '../../../packages/model/register-entities.ts';
import type { City } from '../city.ts';
import { completed, type Ended, quarantined } from '../ended.ts';
import type { ReadEvent, ReadFrame, ReadJoin, ReadMessage, ReadOther } from './read-message.ts';

/** A frame with the sessions that its DevAddr may belong to: a DevAddr is not unique. */
export interface MatchedFrame extends ReadFrame {
  readonly candidates: readonly SessionRecord[];
}

/** An event with the device that it names. */
export interface MatchedEvent extends ReadEvent {
  readonly device: Device;
}

/** A join with the device that it names, and the keys it must be signed with. */
export interface MatchedJoin extends ReadJoin {
  readonly device: Device;
  readonly rootKeys: RootKeys | undefined;
}

export type Matched = MatchedFrame | MatchedEvent | MatchedJoin;

export function matchSession(read: ReadMessage, { register }: City): Matched | Ended {
  switch (read.by) {
    case 'other':
      return completedOther(read);
    case 'frame': {
      const candidates = register.sessionsByDevAddr(read.frame.devAddr);
      return candidates.length > 0 ? { ...read, candidates } : quarantined('match_session', 'unknown_dev_addr');
    }
    case 'event': {
      const device = register.deviceByEui(read.event.devEui);
      return device ? { ...read, device } : quarantined('match_session', 'unknown_device');
    }
    case 'join': {
      const device = register.deviceByEui(read.join.devEui);
      return device ? { ...read, device, rootKeys: register.rootKeysOf(device.ref) } : quarantined('match_session', 'unknown_device');
    }
  }
}

/** A join accept names no device: it is told to those who follow sessions, as it is. */
function completedOther({ accept, id, message }: ReadOther): Ended {
  if (!accept) return completed;
  const bytesHex = Buffer.from(accept.bytes).toString('hex');
  return { ...completed, join: { kind: 'join_accept', message: id, bytesHex, receivedTime: message.receivedTime } };
}
