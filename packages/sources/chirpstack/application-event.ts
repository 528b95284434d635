import type { ApplicationEvent } from '../contract.ts';
import { JsonFields, opensLikeJson, parseJson } from '../json-fields.ts';
import { UnreadableContent } from '../unreadable-content.ts';
import { readEventJson } from './event-json.ts';
import { readEventProtobuf } from './event-protobuf.ts';
import { readVersion3Json } from './event-v3-json.ts';
import { readVersion3Protobuf } from './event-v3-protobuf.ts';

/**
 * An uplink event as ChirpStack's MQTT integration publishes it: version 4 and 3, each in JSON and protobuf, told apart by their shape.
 * @param devEui the topic's, lower case
 * @throws UnreadableContent when it is another shape, or another device's
 */
export function readApplicationEvent(payload: Uint8Array, devEui: string): ApplicationEvent {
  const content = opensLikeJson(payload) ? parseJson(payload) : undefined;
  const event = content === undefined ? fromProtobuf(payload) : fromJson(new JsonFields(content));
  // Who may publish on one device's topic must not speak for another.
  if (event.devEui === devEui) return event;
  throw new UnreadableContent('Topic and content name different devices.');
}

function fromJson(event: JsonFields): ApplicationEvent {
  return event.has('devEUI') && !event.has('deviceInfo') ? readVersion3Json(event) : readEventJson(event);
}

/** Field 1, which no event lacks: a text (deduplication id) since version 4, a number (application id) before. */
const version3Opens = 0x08;

function fromProtobuf(payload: Uint8Array): ApplicationEvent {
  return payload[0] === version3Opens ? readVersion3Protobuf(payload) : readEventProtobuf(payload);
}
