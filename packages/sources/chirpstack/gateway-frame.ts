import type { HeardFrame } from '../contract.ts';
import { JsonFields, opensLikeJson, parseJson } from '../json-fields.ts';
import { ProtobufReader } from '../protobuf-reader.ts';
import { UnreadableContent } from '../unreadable-content.ts';
import { type RxInfo, type TxInfo, toReception } from './reception.ts';
import * as json from './reception-json.ts';
import * as protobuf from './reception-protobuf.ts';

/**
 * `gw.UplinkFrame` as one gateway published it, in protobuf or JSON. The gateway is the one of the topic, which a broker can restrict.
 * @throws UnreadableContent when it is neither, or carries no PHYPayload
 */
export function readGatewayFrame(payload: Uint8Array, gateway: string): HeardFrame {
  // Tried, not guessed: a protobuf may open with what looks like JSON (a line feed and "{"), or hold any text.
  const content = opensLikeJson(payload) ? parseJson(payload) : undefined;
  const frame = content === undefined ? readProtobuf(payload, gateway) : readJson(new JsonFields(content), gateway);
  if (frame.phyPayload.length > 0) return frame;
  throw new UnreadableContent('phyPayload is missing or empty.');
}

function readJson(fields: JsonFields, gateway: string): HeardFrame {
  const rx = fields.object('rxInfo') ?? fields.object('rxInfoLegacy');
  const tx = fields.object('txInfo') ?? fields.object('txInfoLegacy');
  return {
    kind: 'frame',
    phyPayload: fields.bytes('phyPayload'),
    receptions: [toReception(gateway, rx && json.readRxInfo(rx), json.readTxInfo(tx))],
  };
}

function readProtobuf(payload: Uint8Array, gateway: string): HeardFrame {
  const message = new ProtobufReader(payload, 'Not complete JSON, and read as a protobuf gw.UplinkFrame');
  const tx: TxInfo = {};
  let rx: RxInfo | undefined;
  let phyPayload: Uint8Array = new Uint8Array();
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 1) phyPayload = message.bytes();
    else if (field === 2) protobuf.readTxInfoLegacy(message.message(), tx);
    else if (field === 3) rx = protobuf.readRxInfoLegacy(message.message(), rx);
    else if (field === 4) protobuf.readTxInfo(message.message(), tx);
    else if (field === 5) rx = protobuf.readRxInfo(message.message(), rx);
    else message.skip();
  }
  return { kind: 'frame', phyPayload, receptions: [toReception(gateway, rx, tx)] };
}
