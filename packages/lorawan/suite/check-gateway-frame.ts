import { expect } from '@jest/globals';
import { sources } from '../../sources/index.ts';
import { checkFrame } from './check-frame.ts';
import { bytes, hex, type Vector } from './vector.ts';

/** A gateway's message, as JSON and as protobuf on each of its topics: the frame in it, then the frame itself. */
export function checkGatewayFrame({ topics = [], protobufHex, json, ...vector }: Vector): void {
  const payloads = [bytes(protobufHex), new TextEncoder().encode(JSON.stringify(json))].filter(({ length }) => length > 2);
  const read = Object.values(sources).flatMap((source) =>
    topics.flatMap((topic) => payloads.map((payload) => source.read({ topic, payload, stream: 'frames' }))),
  );
  const frames = read.filter((heard) => heard.kind === 'frame');
  expect(frames.length).toBeGreaterThanOrEqual(topics.length * payloads.length);
  for (const { phyPayload } of frames) {
    checkFrame({ ...vector, phyPayloadHex: hex(phyPayload), params: { fCnt: Number(vector.expect['fCnt16']), ...vector.params } });
  }
}
