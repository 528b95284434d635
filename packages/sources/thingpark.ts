import type { DeviceEventKind } from '../model/device-event.ts';
import type { ApplicationEvent, Heard, OtherEvent, Published, Source } from './contract.ts';
import { readDevAddr } from './dev-addr.ts';
import { JsonFields, parseJson } from './json-fields.ts';
import { mostFCnt, mostFPort } from './limits.ts';
import { isPushed } from './pushed-topic.ts';
import { readLrrs } from './thingpark/lrrs.ts';
import { timeOfText } from './timestamp.ts';
import { malformed, orMalformed, UnreadableContent } from './unreadable-content.ts';

/**
 * Actility ThingPark: the documents that its network server (LRC) sends an application server, in JSON, over HTTP or by ThingPark X IoT Flow's MQTT
 * connector. One field names the document; numbers may be texts, as they came from XML.
 */
export const thingpark: Source = {
  name: 'thingpark',
  subscriptions: (stream) => (stream === 'events' ? ['mqtt/things/+/uplink'] : []),
  read(published) {
    if (published.stream === 'frames') return malformed(wrongStream);
    return orMalformed(() => readDocument(published));
  },
};

const wrongStream = 'ThingPark hands over no frames: set the stream of this source to events.';

const kinds: readonly (readonly [document: string, event: DeviceEventKind])[] = [
  ['DevEUI_location', 'location'],
  ['DevEUI_downlink_Sent', 'txack'],
  ['DevEUI_downlink_Rejected', 'log'],
  ['DevEUI_notification', 'log'],
  ['DevEUI_multicast_summary', 'log'],
];

function readDocument({ topic, payload }: Published): Heard {
  const content = new JsonFields(parseJson(payload));
  const uplink = content.object('DevEUI_uplink');
  if (uplink !== undefined) return readUplink(uplink, topic);
  const [document, event] = kinds.find(([name]) => content.has(name)) ?? [];
  const fields = document === undefined ? undefined : content.object(document);
  if (fields !== undefined && event !== undefined) return other(kindOf(fields, event), fields, topic);
  throw new UnreadableContent(`The message has none of DevEUI_uplink, ${kinds.map(([name]) => name).join(', ')}.`);
}

/** A notification says by its type that a device has joined. */
function kindOf(fields: JsonFields, event: DeviceEventKind): DeviceEventKind {
  return fields.has('Type') && fields.text('Type') === 'join' ? 'join' : event;
}

function other(event: DeviceEventKind, fields: JsonFields, topic: string): OtherEvent {
  const devAddr = event === 'join' ? fields.identifier('DevAddr', 8) : undefined;
  return { kind: 'other', event, devEui: readDevEui(fields, topic), ...(devAddr === undefined ? {} : { devAddr }) };
}

function readUplink(uplink: JsonFields, topic: string): ApplicationEvent | OtherEvent {
  // A join request is handed over as an uplink without counter; its bytes verify nothing that the server has not.
  if (uplink.has('rawJoinRequest')) return other('join_request', uplink, topic);
  const serverTime = uplink.time('Time', timeOfText);
  return {
    kind: 'application_event',
    devEui: readDevEui(uplink, topic),
    // Early versions leave it out.
    devAddr: readDevAddr(uplink, 'DevAddr', uplink.has('AppSKey')),
    fCnt: readFCnt(uplink),
    fPort: uplink.wholeDecimal('FPort', mostFPort) ?? 0,
    confirmed: uplink.wholeDecimal('MType', 7) === confirmedDataUp,
    bytes: uplink.hexBytes('payload_hex'),
    // ThingPark hands the AppSKey over, under a key that it shares with the application server, exactly where it does not decrypt itself.
    encrypted: uplink.has('AppSKey'),
    receptions: readLrrs(uplink),
    ...(serverTime === undefined ? {} : { serverTime }),
  };
}

/** LoRaWAN 1.0.2 §4.2.1. */
const confirmedDataUp = 4;

/** Who may publish on one device's topic must not speak for another. What was pushed over HTTP has no such topic, nor one that was set otherwise. */
function readDevEui(fields: JsonFields, topic: string): string {
  const devEui = fields.identifier('DevEUI', 16);
  if (devEui === undefined) throw fields.unreadable('DevEUI', 'is missing');
  const [, named] = /^mqtt\/things\/([0-9a-f]{16})\//i.exec(topic) ?? [];
  if (isPushed(topic) || named === undefined || named.toLowerCase() === devEui) return devEui;
  throw new UnreadableContent('Topic and content name different devices.');
}

function readFCnt(uplink: JsonFields): number {
  const fCnt = uplink.wholeDecimal('FCntUp', mostFCnt);
  if (fCnt !== undefined) return fCnt;
  throw uplink.unreadable('FCntUp', 'is missing');
}
