import type { DeviceEventKind } from '../../model/device-event.ts';
import type { OtherEvent, Stream, Unreadable } from '../contract.ts';
import { malformed } from '../unreadable-content.ts';

/** What a topic alone says of its message. */
export type ChirpstackTopic =
  | { readonly kind: 'frame'; readonly stream: 'frames'; readonly gateway: string }
  | { readonly kind: 'downlink'; readonly stream: 'frames'; readonly gateway: string }
  | { readonly kind: 'application_event'; readonly stream: 'events'; readonly devEui: string }
  | { readonly kind: 'other'; readonly stream: Stream; readonly heard: OtherEvent };

/**
 * The MQTT Forwarder puts a prefix of one level before a gateway's topics, the Gateway Bridge none. Longer ones, any before application topics, and the
 * topics of version 3 before 3.11 are read as well; their filters must be set.
 */
export const subscriptions: Readonly<Record<Stream, readonly string[]>> = {
  frames: ['event', 'state', 'command'].flatMap((what) => [`gateway/+/${what}/+`, `+/gateway/+/${what}/+`]),
  events: ['application/+/device/+/event/+', 'application/+/device/+/command/down'],
};

const gatewayEvents = new Map<string, DeviceEventKind>([
  ['stats', 'gateway_stats'],
  ['ack', 'gateway_ack'],
  ['exec', 'gateway_exec'],
  ['raw', 'gateway_raw'],
  ['mesh', 'gateway_mesh'],
]);

const deviceEvents = new Map<string, DeviceEventKind>([
  ['join', 'join'],
  ['ack', 'ack'],
  ['txack', 'txack'],
  ['status', 'status'],
  ['log', 'log'],
  ['location', 'location'],
  ['integration', 'integration'],
  // Of version 3; since version 4 part of `log`.
  ['error', 'log'],
]);

const unknownTopic = malformed(
  'The topic is not one of ChirpStack. Known are' +
    ` [prefix/]gateway/{id}/event/{up|${[...gatewayEvents.keys()].join('|')}}, …/state/{name}, …/command/{name},` +
    ` [prefix/]application/{id}/device/{devEui}/event/{up|${[...deviceEvents.keys()].join('|')}} and …/command/down.`,
);

/** facts: ChirpStack's `config.rs`, `integration/mqtt.rs` and `gateway/backend/mqtt.rs`. A DevEUI and a gateway's id come out in lower case. */
export function parseTopic(topic: string): ChirpstackTopic | Unreadable {
  const levels = topic.split('/');
  const [root, id, what = '', name = ''] = levels.slice(-4);
  if (root === 'gateway' && id && name) return ofGateway(id.toLowerCase(), what, name) ?? unknownTopic;
  return applicationTopic(levels) ?? beforeVersion311(levels) ?? unknownTopic;
}

function applicationTopic(levels: readonly string[]): ChirpstackTopic | undefined {
  const [root, application, kind, devEui = '', what = '', name = ''] = levels.slice(-6);
  if (root !== 'application' || !application || kind !== 'device') return undefined;
  return ofDevice(devEui.toLowerCase(), what, name);
}

/** …/device/{devEui}/{rx|join|ack|…}, and …/tx for what is to be sent. */
function beforeVersion311(levels: readonly string[]): ChirpstackTopic | undefined {
  const [root, application, kind, devEui = '', name = ''] = levels.slice(-5);
  if (root !== 'application' || !application || kind !== 'device') return undefined;
  if (name === 'tx') return ofDevice(devEui.toLowerCase(), 'command', 'down');
  return ofDevice(devEui.toLowerCase(), 'event', name === 'rx' ? 'up' : name);
}

function ofGateway(gateway: string, what: string, name: string): ChirpstackTopic | undefined {
  if (what === 'event' && name === 'up') return { kind: 'frame', stream: 'frames', gateway };
  if (what === 'command' && name === 'down') return { kind: 'downlink', stream: 'frames', gateway };
  const event = gatewayEvent(what, name);
  return event && { kind: 'other', stream: 'frames', heard: { kind: 'other', event, gateway } };
}

function gatewayEvent(what: string, name: string): DeviceEventKind | undefined {
  if (what === 'event') return gatewayEvents.get(name);
  if (what === 'state') return 'gateway_state';
  return what === 'command' ? 'gateway_command' : undefined;
}

function ofDevice(devEui: string, what: string, name: string): ChirpstackTopic | undefined {
  if (!/^[0-9a-f]{16}$/.test(devEui)) return undefined;
  if (what === 'event' && name === 'up') return { kind: 'application_event', stream: 'events', devEui };
  const event = deviceEvent(what, name);
  return event && { kind: 'other', stream: 'events', heard: { kind: 'other', event, devEui } };
}

function deviceEvent(what: string, name: string): DeviceEventKind | undefined {
  if (what === 'event') return deviceEvents.get(name);
  return what === 'command' && name === 'down' ? 'command_down' : undefined;
}
