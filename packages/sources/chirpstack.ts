import { readApplicationEvent } from './chirpstack/application-event.ts';
import { readDownlink } from './chirpstack/downlink.ts';
import { readGatewayFrame } from './chirpstack/gateway-frame.ts';
import { type ChirpstackTopic, parseTopic, subscriptions } from './chirpstack/topic.ts';
import type { Heard, Published, Source, Stream } from './contract.ts';
import { malformed, orMalformed } from './unreadable-content.ts';

/** ChirpStack v4: its Gateway Bridge and MQTT Forwarder (frames), its MQTT integration in JSON (events). */
export const chirpstack: Source = {
  name: 'chirpstack',
  subscriptions: (stream) => subscriptions[stream],
  read(published) {
    const topic = parseTopic(published.topic);
    if (topic.kind === 'malformed') return topic;
    if (topic.stream !== published.stream) return malformed(wrongStream[published.stream]);
    return orMalformed(() => readContent(topic, published));
  },
};

function readContent(topic: ChirpstackTopic, { payload }: Published): Heard {
  switch (topic.kind) {
    case 'frame':
      return readGatewayFrame(payload, topic.gateway);
    case 'downlink':
      return readDownlink(payload, topic.gateway);
    case 'application_event':
      return readApplicationEvent(payload, topic.devEui);
    case 'other':
      return topic.heard;
  }
}

const wrongStream: Readonly<Record<Stream, string>> = {
  frames:
    'An application topic on a source that is read as frames: set the stream of this source to events, or add a second source for them.',
  events: 'A gateway topic on a source that is read as events: set the stream of this source to frames, or add a second source for them.',
};
