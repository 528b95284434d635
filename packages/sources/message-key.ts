import { parsePhyPayload } from '../lorawan/phy-payload.ts';
import type { Heard, HeardFrame } from './contract.ts';

/**
 * The key of a message in `messages`: what may be counted by one session stays in one partition, in order (ARCHITECTURE §4).
 * DevAddr (8 hex digits), else `device:` DevEUI, else `gateway:` id, else `topic:` topic. Never empty.
 */
export function messageKey(heard: Heard, topic: string): string {
  switch (heard.kind) {
    case 'application_event':
      return heard.devAddr === '' ? `device:${heard.devEui}` : heard.devAddr;
    case 'frame':
      return keyOfFrame(heard) ?? ofGatewayOrTopic(heard.receptions[0]?.gateway, topic);
    case 'downlink':
      return `gateway:${heard.gateway}`;
    case 'other':
      return heard.devEui === undefined ? ofGatewayOrTopic(heard.gateway, topic) : `device:${heard.devEui}`;
    case 'malformed':
      return `topic:${topic}`;
  }
}

function keyOfFrame({ phyPayload }: HeardFrame): string | undefined {
  const frame = parsePhyPayload(phyPayload);
  switch (frame.kind) {
    case 'data':
      return frame.devAddr;
    case 'join_request':
    case 'rejoin_request':
      return `device:${frame.devEui}`;
    default:
      return undefined;
  }
}

const ofGatewayOrTopic = (gateway: string | undefined, topic: string): string =>
  gateway === undefined ? `topic:${topic}` : `gateway:${gateway}`;
