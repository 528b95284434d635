import type { HeardFrame, Published, Source } from './contract.ts';
import { JsonFields } from './json-fields.ts';
import { type PushData, readPushData, splitPushData } from './semtech-udp/push-data.ts';
import { readRxpk } from './semtech-udp/rxpk.ts';
import { malformed, orMalformed, UnreadableContent } from './unreadable-content.ts';

/**
 * What bridges of the Semtech UDP protocol put on MQTT: the JSON of a PUSH_DATA datagram (`rxpk`, `stat`), one of its elements alone, or the whole
 * datagram (Lora-net/packet_forwarder, PROTOCOL.TXT §3 and §4). The gateway is the one of the topic: its first level of 16 hexadecimal digits.
 */
export const semtechUdp: Source = {
  name: 'semtech-udp',
  // Of fifteenhex/pktfwdbr; those of others must be set.
  subscriptions: (stream) => (stream === 'frames' ? ['pktfwdbr/+/rx/#', 'pktfwdbr/+/stat'] : []),
  read(published) {
    if (published.stream === 'events') return malformed(wrongStream);
    return orMalformed(() => readOne(published));
  },
  split: ({ payload, stream }) => (stream === 'frames' ? splitPushData(payload) : [payload]),
};

const wrongStream = 'A packet forwarder hands over frames alone: set the stream of this source to frames.';

function readOne({ topic, payload }: Published): ReturnType<Source['read']> {
  const data = readPushData(payload);
  const gateway = gatewayOf(topic, data);
  const [rxpk, more] = data.rxpk;
  if (more !== undefined) throw new UnreadableContent('The message holds several rxpk, which were to come one by one.');
  if (rxpk !== undefined) return readFrame(new JsonFields(rxpk, 'rxpk'), gateway);
  if (data.hasStat) return { kind: 'other', event: 'gateway_stats', gateway };
  throw new UnreadableContent('The message has neither rxpk nor stat.');
}

/** A broker can restrict topics, not content; a datagram names its gateway, where the topic does not. */
function gatewayOf(topic: string, { gateway }: PushData): string {
  const named = topic.split('/').find((level) => /^[0-9a-f]{16}$/i.test(level)) ?? gateway;
  if (named !== undefined) return named.toLowerCase();
  throw new UnreadableContent('No level of the topic is the gateway, in 16 hexadecimal digits.');
}

function readFrame(rxpk: JsonFields, gateway: string): HeardFrame {
  const phyPayload = rxpk.anyBytes('data');
  if (phyPayload.length === 0) throw rxpk.unreadable('data', 'is missing or empty');
  return { kind: 'frame', phyPayload, receptions: [readRxpk(rxpk, gateway)] };
}
