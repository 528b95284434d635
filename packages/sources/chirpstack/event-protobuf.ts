import type { ApplicationEvent, HandedKey } from '../contract.ts';
import { mostFPort } from '../limits.ts';
import { ProtobufReader } from '../protobuf-reader.ts';
import { UnreadableContent } from '../unreadable-content.ts';
import { type RxInfo, type TxInfo, toReception } from './reception.ts';
import { readRxInfo, readTimestamp, readTxInfo } from './reception-protobuf.ts';

// Field numbers: chirpstack/chirpstack, api/proto/integration/integration.proto and api/proto/common/common.proto.

/** What the fields of an uplink event say, as they come. */
interface Fields {
  devEui: string;
  devAddr: string;
  fCnt: number;
  fPort: number;
  confirmed: boolean;
  bytes: Uint8Array;
  serverTime?: number;
  readonly rx: RxInfo[];
  readonly tx: TxInfo;
  context?: { appSKey?: HandedKey };
}

/** `integration.UplinkEvent` of ChirpStack v4 in protobuf. @throws UnreadableContent */
export function readEventProtobuf(payload: Uint8Array): ApplicationEvent {
  const message = new ProtobufReader(payload, 'Not complete JSON, and read as a protobuf integration.UplinkEvent');
  const fields: Fields = { devEui: '', devAddr: '', fCnt: 0, fPort: 0, confirmed: false, bytes: new Uint8Array(), rx: [], tx: {} };
  for (let field = message.next(); field !== 0; field = message.next()) readField(message, field, fields);
  return toEvent(fields);
}

function readField(message: ProtobufReader, field: number, fields: Fields): void {
  if (field === 2) fields.serverTime = readTimestamp(message.message(), 'time');
  else if (field === 3) fields.devEui = readDeviceInfo(message.message(), fields.devEui);
  else if (field === 4) fields.devAddr = message.text().toLowerCase();
  else if (field === 7) fields.fCnt = message.uint32();
  else if (field === 8) fields.fPort = message.uint32();
  else if (field === 9) fields.confirmed = message.uint32() !== 0;
  else if (field === 10) fields.bytes = message.bytes();
  else if (field === 12) fields.rx.push(readRxInfo(message.message()));
  else if (field === 13) readTxInfo(message.message(), fields.tx);
  else if (field === 15) fields.context = readJoinServerContext(message.message());
  else message.skip();
}

/** `DeviceInfo`: of its names and tags nothing is kept. */
function readDeviceInfo(message: ProtobufReader, devEui: string): string {
  let read = devEui;
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 8) read = message.text().toLowerCase();
    else message.skip();
  }
  return read;
}

function readJoinServerContext(message: ProtobufReader): { appSKey?: HandedKey } {
  let appSKey: HandedKey | undefined;
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 2) appSKey = readKeyEnvelope(message.message());
    else message.skip();
  }
  return appSKey === undefined ? {} : { appSKey };
}

/** A label that is empty means that the key is plain. */
function readKeyEnvelope(message: ProtobufReader): HandedKey | undefined {
  let kekLabel = '';
  let key: Uint8Array = new Uint8Array();
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 1) kekLabel = message.text();
    else if (field === 2) key = message.bytes();
    else message.skip();
  }
  if (key.length === 0) return undefined;
  return kekLabel === '' ? { key } : { kekLabel, key };
}

function toEvent({ rx, tx, context, serverTime, ...said }: Fields): ApplicationEvent {
  if (!/^[0-9a-f]{16}$/.test(said.devEui)) throw new UnreadableContent('deviceInfo.devEui is not 16 hexadecimal digits.');
  if (!/^[0-9a-f]{8}$/.test(said.devAddr)) throw new UnreadableContent('devAddr is not 8 hexadecimal digits.');
  if (said.fPort > mostFPort) throw new UnreadableContent(`fPort is not a whole number from 0 to ${mostFPort}.`);
  return {
    kind: 'application_event',
    ...said,
    encrypted: context !== undefined,
    ...context,
    receptions: rx.map(({ gateway, ...one }) => toReception(named(gateway), one, tx)),
    ...(serverTime === undefined ? {} : { serverTime }),
  };
}

function named(gateway: string | undefined): string {
  if (gateway) return gateway;
  throw new UnreadableContent('rxInfo[].gatewayId is missing.');
}
