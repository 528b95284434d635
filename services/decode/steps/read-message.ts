import type { UplinkFrame } from '../../../packages/lorawan/data-frame.ts';
import type { JoinAccept, JoinRequest, RejoinRequest } from '../../../packages/lorawan/join-frames.ts';
import { belongsToNetId } from '../../../packages/lorawan/net-id.ts';
import { parsePhyPayload } from '../../../packages/lorawan/phy-payload.ts';
import type { DeviceEventKind } from '../../../packages/model/device-event.ts';
import type { Reception } from '../../../packages/model/reception.ts';
import type { Heard } from '../../../packages/sources/contract.ts';
import { sources } from '../../../packages/sources/index.ts';
import type { Arrived } from '../arrived.ts';
import type { City } from '../city.ts';
import { type QuarantinedEnding, quarantined } from '../ended.ts';

type Event = Extract<Heard, { kind: 'application_event' }>;

/** A data frame as a gateway heard it: to be verified by us. */
export interface ReadFrame extends Arrived {
  readonly by: 'frame';
  readonly frame: UplinkFrame;
  readonly receptions: readonly Reception[];
}

/** What a network server says it verified. */
export interface ReadEvent extends Arrived {
  readonly by: 'event';
  readonly event: Event;
  readonly receptions: readonly Reception[];
}

/** A device asks to be let in: to be verified with its root keys. */
export interface ReadJoin extends Arrived {
  readonly by: 'join';
  readonly join: JoinRequest | RejoinRequest;
  readonly receptions: readonly Reception[];
}

/** Something to be told as a device event, with nothing to verify or decode. */
export interface ReadOther extends Arrived {
  readonly by: 'other';
  readonly event: DeviceEventKind;
  readonly devEui?: string;
  readonly gateway?: string;
  /** What a gateway was told to send, where it lets a device in. */
  readonly accept?: JoinAccept;
  readonly receptions: readonly Reception[];
}

export type ReadMessage = ReadFrame | ReadEvent | ReadJoin | ReadOther;

/** What the source sent, in one shape for all sources. */
export function readMessage(arrived: Arrived, city: City): ReadMessage | QuarantinedEnding {
  const { message } = arrived;
  if (message.cut) return malformed(`The message has ${message.cut.bytes} bytes; only its beginning was kept.`);
  const source = sources[message.format];
  if (!source) return malformed('The settings name a format for this source that this Vigie does not know.');
  const heard = source.read({ topic: message.topic, payload: Buffer.from(message.payload, 'base64'), stream: message.stream });
  switch (heard.kind) {
    case 'malformed':
      return malformed(heard.detail);
    case 'other':
      return { ...arrived, by: 'other', receptions: [], ...other(heard) };
    case 'application_event':
      return { ...arrived, by: 'event', event: heard, receptions: heard.receptions };
    case 'downlink':
      return { ...arrived, by: 'other', receptions: [], ...other(heard), ...acceptOf(heard.phyPayload) };
    case 'frame':
      return readFrame(arrived, heard.phyPayload, heard.receptions, city);
  }
}

function readFrame(
  arrived: Arrived,
  phyPayload: Uint8Array,
  receptions: readonly Reception[],
  city: City,
): ReadMessage | QuarantinedEnding {
  const frame = parsePhyPayload(phyPayload);
  switch (frame.kind) {
    case 'malformed':
      return malformed(frame.detail);
    case 'join_request':
    case 'rejoin_request':
      return { ...arrived, by: 'join', join: frame, receptions };
    case 'join_accept':
    case 'proprietary':
      return quarantined('read', 'unsupported_frame', `A ${frame.kind.replace('_', ' ')} frame.`);
    case 'data':
      if (frame.direction === 'down') return quarantined('read', 'unsupported_frame', 'A downlink data frame.');
      if (isForeign(frame.devAddr, city)) return quarantined('read', 'foreign_net_id');
      return { ...arrived, by: 'frame', frame, receptions };
  }
}

function isForeign(devAddr: string, { netIds, register }: City): boolean {
  return !netIds.some((netId) => belongsToNetId(devAddr, netId)) && register.sessionsByDevAddr(devAddr).length === 0;
}

const malformed = (detail: string) => quarantined('read', 'malformed', detail);

function acceptOf(phyPayload: Uint8Array): { accept?: JoinAccept } {
  const frame = parsePhyPayload(phyPayload);
  return frame.kind === 'join_accept' ? { accept: frame } : {};
}

const other = ({ event, devEui, gateway }: { event: DeviceEventKind; devEui?: string; gateway?: string }) => ({
  event,
  ...(devEui === undefined ? {} : { devEui }),
  ...(gateway === undefined ? {} : { gateway }),
});
