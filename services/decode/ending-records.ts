import { type Outgoing, outgoing } from '../../packages/log/contract.ts';
import type { DeviceEvent } from '../../packages/model/device-event.ts';
import type { Ending, Plane, ReadUpTo } from '../../packages/model/ending.ts';
import type { FrameRecord } from '../../packages/model/frame-record.ts';
import { messageId } from '../../packages/model/message-id.ts';
import type { QuarantinedMessage } from '../../packages/model/quarantined.ts';
import type { Spoken } from '../../packages/model/register-entities.ts';
import { topics } from '../../packages/model/topics.ts';
import { spokenKey } from '../../packages/register/register-view.ts';
import type { Arrived } from './arrived.ts';
import type { Ended, QuarantinedEnding } from './ended.ts';
import type { Traveller } from './traveller.ts';

/** Where and when a batch is committed: what its records need beside the message. */
export interface Place {
  readonly incarnation: string;
  readonly partition: number;
  /** How far decode had read the register (truth 3). */
  readonly read: ReadUpTo;
}

/** All that goes into the log with the end of one message: exactly one ending (truth 2), and what the ending says was made. */
export function endingRecords(traveller: Traveller, ended: Ended, place: Place): Outgoing[] {
  const { arrived } = traveller;
  return [
    beside(place, topics.endings, arrived, endingOf(traveller, ended, place)),
    ...(traveller.frame ? [ofDevice(topics.frames, traveller.frame.device, traveller.frame)] : []),
    ...(ended.ended === 'forwarded' ? ended.readings.map((reading) => ofDevice(topics.readings, reading.device, reading)) : []),
    ...deviceEvent(traveller, ended, place),
    ...(ended.ended === 'quarantined' ? [beside(place, topics.quarantine, arrived, waiting(traveller, ended))] : []),
    ...(ended.ended === 'forwarded' && ended.join ? [ofDevice(topics.joins, ended.join.device ?? 'accept', ended.join)] : []),
    ...(traveller.spoken ? [spoken(traveller.spoken)] : []),
  ];
}

/** A resend of what no longer waits is told, and changes nothing. */
export function needlessRecord(arrived: Arrived, place: Place): Outgoing {
  return beside(place, topics.endings, arrived, {
    ...commonOf(arrived, arrived.message.resend?.plane ?? 'nobody', place),
    ending: 'needless',
  });
}

function endingOf(traveller: Traveller, ended: Ended, place: Place): Ending {
  const common = commonOf(traveller.arrived, traveller.plane, place);
  switch (ended.ended) {
    case 'forwarded':
      return {
        ...common,
        ending: 'forwarded',
        to: ended.readings.length > 0 ? 'readings' : 'device_events',
        readings: ended.readings.length,
      };
    case 'duplicate':
      return { ...common, ending: 'duplicate', of: messageId(place.incarnation, place.partition, ended.of) };
    case 'quarantined':
      return { ...common, ending: 'quarantined', reason: ended.reason, step: ended.step };
  }
}

function commonOf({ id, at, message }: Arrived, plane: Plane, { read }: Place) {
  const { resend, receivedTime } = message;
  return { id, receivedTime, plane, read, ...(resend ? { at, released: { reason: resend.reason, plane: resend.plane } } : {}) };
}

/** Every hearing is told: of a frame that passed, of a copy, of what else travels on a server's topics. */
function deviceEvent(traveller: Traveller, ended: Ended, place: Place): Outgoing[] {
  const kind = ended.ended === 'duplicate' ? 'copy' : traveller.event;
  if (ended.ended === 'quarantined' || kind === undefined) return [];
  const event: DeviceEvent = {
    kind,
    message: traveller.arrived.id,
    receivedTime: traveller.arrived.message.receivedTime,
    receptions: [...traveller.receptions],
    flags: [...(traveller.frame?.flags ?? [])],
    ...(traveller.device === undefined ? {} : { device: traveller.device }),
    ...(traveller.gateway === undefined ? {} : { gateway: traveller.gateway }),
    ...(traveller.frame ? frameFields(traveller.frame) : {}),
  };
  const key = traveller.device ?? traveller.gateway;
  return [key === undefined ? beside(place, topics.deviceEvents, traveller.arrived, event) : ofDevice(topics.deviceEvents, key, event)];
}

const frameFields = ({ fCnt, fPort, frame }: FrameRecord) => ({ fCnt, frame, ...(fPort === undefined ? {} : { fPort }) });

/** A stranger's frame leaves a stub without bytes. */
function waiting({ arrived, plane, device, claimed }: Traveller, { reason, step, detail }: QuarantinedEnding): QuarantinedMessage {
  const { resend, ...message } = arrived.message;
  return {
    what: 'message',
    id: arrived.id,
    reason,
    step,
    plane,
    detail,
    attempt: resend?.attempt ?? 0,
    receivedTime: message.receivedTime,
    ...(device === undefined ? {} : { device }),
    ...(claimed === undefined ? {} : { claimed }),
    ...(reason === 'foreign_net_id' ? {} : { message }),
  };
}

type TimedTopic<T> = Parameters<typeof outgoing<T>>[0];

const spoken = (is: Spoken): Outgoing => outgoing(topics.sessions, spokenKey(is.spoken), is, is.time);

/** In the partition of `messages` that the message lies in. */
function beside<T>({ partition }: Place, topic: TimedTopic<T>, { key, message }: Arrived, value: T): Outgoing {
  return outgoing(topic, key, value, message.receivedTime, partition);
}

function ofDevice<T extends { receivedTime: number }>(topic: TimedTopic<T>, key: string, value: T): Outgoing {
  return outgoing(topic, key, value, value.receivedTime);
}
