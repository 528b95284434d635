import type { Downlink } from '../contract.ts';
import { JsonFields, opensLikeJson, parseJson } from '../json-fields.ts';
import { ProtobufReader } from '../protobuf-reader.ts';
import { UnreadableContent } from '../unreadable-content.ts';

/**
 * `gw.DownlinkFrame` in protobuf or JSON: items, one for each opportunity to send, all of the same PHYPayload; before version 4 one PHYPayload alone.
 * @param gateway the topic's
 * @throws UnreadableContent when it is neither, or carries no PHYPayload
 */
export function readDownlink(payload: Uint8Array, gateway: string): Downlink {
  const content = opensLikeJson(payload) ? parseJson(payload) : undefined;
  const phyPayload = content === undefined ? fromProtobuf(payload) : fromJson(new JsonFields(content));
  if (phyPayload.length > 0) return { kind: 'downlink', event: 'gateway_command', phyPayload, gateway };
  throw new UnreadableContent('No item of the downlink has a phyPayload.');
}

function fromJson(frame: JsonFields): Uint8Array {
  const [first] = frame.objects('items');
  return (first ?? frame).bytes('phyPayload');
}

/** Field 1: phyPayload before version 4; 5: items, each with its phyPayload as field 1. */
function fromProtobuf(payload: Uint8Array): Uint8Array {
  const frame = new ProtobufReader(payload, 'Not complete JSON, and read as a protobuf gw.DownlinkFrame');
  let phyPayload: Uint8Array = new Uint8Array();
  for (let field = frame.next(); field !== 0; field = frame.next()) {
    if (field === 1) phyPayload = frame.bytes();
    else if (field === 5) phyPayload = itemOf(frame.message());
    else frame.skip();
  }
  return phyPayload;
}

function itemOf(item: ProtobufReader): Uint8Array {
  let phyPayload: Uint8Array = new Uint8Array();
  for (let field = item.next(); field !== 0; field = item.next()) {
    if (field === 1) phyPayload = item.bytes();
    else item.skip();
  }
  return phyPayload;
}
