import type { ApplicationEvent, Heard, Published, Source } from './contract.ts';
import { readDevAddr } from './dev-addr.ts';
import { JsonFields, parseJson } from './json-fields.ts';
import { readGwInfo } from './kerlink/gw-info.ts';
import { mostFCnt, mostFPort } from './limits.ts';
import { isTime } from './timestamp.ts';
import { malformed, orMalformed, UnreadableContent } from './unreadable-content.ts';

/**
 * Kerlink Wanesy Management Center, from version 3 on: what its push configuration sends over HTTP or MQTT, in JSON (`PushDataUpDto`, at any of its three
 * levels of detail). The routes are the operator's to set; the usual ones end in `dataUp` and `dataDownEvent`.
 */
export const kerlink: Source = {
  name: 'kerlink',
  subscriptions: (stream) => (stream === 'events' ? ['dataUp', '+/dataUp', 'dataDownEvent', '+/dataDownEvent'] : []),
  read(published) {
    if (published.stream === 'frames') return malformed(wrongStream);
    return orMalformed(() => readPush(published));
  },
};

const wrongStream = 'Wanesy hands over no frames: set the stream of this source to events.';

function readPush({ topic, payload }: Published): Heard {
  const push = new JsonFields(parseJson(payload));
  if (push.has('fCntUp')) return readDataUp(push);
  if (topic.endsWith('dataDownEvent')) return { kind: 'other', event: 'txack', devEui: readDevEui(push) };
  throw new UnreadableContent('The message is no uplink (fCntUp is missing), and its topic does not end in dataDownEvent.');
}

function readDataUp(push: JsonFields): ApplicationEvent {
  const serverTime = readTime(push, 'recvTime');
  const encrypted = push.flag('encrypted') ?? false;
  return {
    kind: 'application_event',
    devEui: readDevEui(push),
    devAddr: readDevAddr(push.object('endDevice'), 'devAddr', encrypted),
    fCnt: push.integer('fCntUp', mostFCnt) ?? 0,
    fPort: push.integer('fPort', mostFPort) ?? 0,
    confirmed: push.flag('confirmed') ?? false,
    bytes: readBytes(push),
    encrypted,
    receptions: readGwInfo(push, readTime(push, 'gwRecvTime')),
    ...(serverTime === undefined ? {} : { serverTime }),
  };
}

function readDevEui(push: JsonFields): string {
  const devEui = push.object('endDevice')?.identifier('devEui', 16);
  if (devEui !== undefined) return devEui;
  throw new UnreadableContent('endDevice.devEui is missing.');
}

/** Hexadecimal, unless it says otherwise. */
function readBytes(push: JsonFields): Uint8Array {
  const encoding = push.text('encodingType');
  if (encoding === undefined || encoding === 'HEXA') return push.hexBytes('payload');
  if (encoding === 'BASE64') return push.bytes('payload');
  throw push.unreadable('encodingType', 'is neither HEXA nor BASE64');
}

/** Milliseconds since 1970. */
function readTime(push: JsonFields, name: string): number | undefined {
  const time = push.integer(name, Number.MAX_SAFE_INTEGER);
  if (time === undefined || isTime(time)) return time;
  throw push.unreadable(name, 'is not a time');
}
