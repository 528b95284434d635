import type { DeviceEventKind } from '../model/device-event.ts';
import type { ApplicationEvent, HandedKey, Heard, OtherEvent, Published, Source } from './contract.ts';
import { readDevAddr } from './dev-addr.ts';
import { JsonFields, parseJson } from './json-fields.ts';
import { mostFCnt, mostFPort } from './limits.ts';
import { isPushed } from './pushed-topic.ts';
import { readRxMetadata } from './the-things-stack/rx-metadata.ts';
import { timeOfText } from './timestamp.ts';
import { malformed, orMalformed, UnreadableContent } from './unreadable-content.ts';

/**
 * The Things Stack v3: its MQTT server, its Pub/Sub integration and its webhooks, in JSON. Names are those of its `ApplicationUp`
 * (TheThingsNetwork/lorawan-stack, api/ttn/lorawan/v3/messages.proto); zeros are left out, 64-bit integers are texts.
 */
export const theThingsStack: Source = {
  name: 'the-things-stack',
  subscriptions: (stream) => (stream === 'events' ? filters : []),
  read(published) {
    if (published.stream === 'frames') return malformed(wrongStream);
    return orMalformed(() => readUp(published));
  },
};

/** All that its MQTT server publishes, but `up/normalized`: the same uplink once more. */
const filters = [
  ...['up', 'join', 'location/solved', 'service/data'],
  ...['queued', 'sent', 'ack', 'nack', 'failed', 'invalidated'].map((what) => `down/${what}`),
].map((what) => `v3/+/devices/+/${what}`);

const wrongStream = 'The Things Stack hands over no frames: set the stream of this source to events.';

/** One of these fields says what an `ApplicationUp` is. */
const kinds: readonly (readonly [field: string, event: DeviceEventKind])[] = [
  ['join_accept', 'join'],
  ['downlink_ack', 'ack'],
  ['downlink_nack', 'ack'],
  ['downlink_sent', 'txack'],
  ['downlink_failed', 'log'],
  ['downlink_queued', 'command_down'],
  ['downlink_queue_invalidated', 'log'],
  ['location_solved', 'location'],
  ['service_data', 'integration'],
  ['uplink_normalized', 'integration'],
];

function readUp({ topic, payload }: Published): Heard {
  const up = new JsonFields(parseJson(payload));
  const ids = up.object('end_device_ids');
  if (ids === undefined) throw new UnreadableContent('end_device_ids is missing.');
  checkTopic(topic, ids);
  const uplink = up.object('uplink_message');
  if (uplink === undefined) return readOther(up, ids);
  if (up.flag('simulated')) return other('simulated_uplink', ids);
  return readUplink(up, ids, uplink);
}

/** Who may publish on one device's topic must not speak for another. What was pushed over HTTP has no such topic. */
function checkTopic(topic: string, ids: JsonFields): void {
  if (isPushed(topic)) return;
  const [root, application = '', devices, device] = topic.split('/');
  if (root !== 'v3' || devices !== 'devices') throw new UnreadableContent(unknownTopic);
  const named = ids.object('application_ids')?.text('application_id');
  if (device === ids.text('device_id') && application.split('@')[0] === named) return;
  throw new UnreadableContent('Topic and content name different devices.');
}

const unknownTopic =
  'The topic is not one of The Things Stack. Known are v3/{application}/devices/{device}/{up|join|down/…|location/solved}.';

function readOther(up: JsonFields, ids: JsonFields): OtherEvent {
  const [, event] = kinds.find(([field]) => up.has(field)) ?? [];
  if (event !== undefined) return other(event, ids);
  throw new UnreadableContent(`The message has none of uplink_message, ${kinds.map(([field]) => field).join(', ')}.`);
}

function other(event: DeviceEventKind, ids: JsonFields): OtherEvent {
  const [devEui, devAddr] = [ids.identifier('dev_eui', 16), ids.identifier('dev_addr', 8)];
  const named = devEui === undefined ? {} : { devEui };
  return { kind: 'other', event, ...named, ...(event === 'join' && devAddr !== undefined ? { devAddr } : {}) };
}

function readUplink(up: JsonFields, ids: JsonFields, uplink: JsonFields): ApplicationEvent {
  const devEui = ids.identifier('dev_eui', 16);
  if (devEui === undefined) throw new UnreadableContent('dev_eui is missing: give the device its DevEUI in The Things Stack.');
  const serverTime = uplink.time('received_at', timeOfText) ?? up.time('received_at', timeOfText);
  const appSKey = uplink.object('app_s_key');
  return {
    kind: 'application_event',
    devEui,
    devAddr: readDevAddr(ids, 'dev_addr', appSKey !== undefined),
    fCnt: uplink.wholeDecimal('f_cnt', mostFCnt) ?? 0,
    fPort: uplink.wholeDecimal('f_port', mostFPort) ?? 0,
    confirmed: uplink.flag('confirmed') ?? false,
    bytes: uplink.bytes('frm_payload'),
    encrypted: appSKey !== undefined,
    ...handedKey(appSKey),
    receptions: readRxMetadata(uplink),
    ...(serverTime === undefined ? {} : { serverTime }),
  };
}

/** `KeyEnvelope`: `key` in hexadecimal where it is plain, else `encrypted_key` in base64 and the label of its key-encryption key. */
function handedKey(envelope: JsonFields | undefined): { appSKey?: HandedKey } {
  const plain = envelope?.hexBytes('key');
  if (plain?.length) return { appSKey: { key: plain } };
  const [kekLabel, key] = [envelope?.text('kek_label'), envelope?.bytes('encrypted_key')];
  return kekLabel && key?.length ? { appSKey: { kekLabel, key } } : {};
}
