import type { ApplicationEvent } from '../contract.ts';
import { mostFPort } from '../limits.ts';
import { ProtobufReader } from '../protobuf-reader.ts';
import { UnreadableContent } from '../unreadable-content.ts';
import { type RxInfo, type TxInfo, toReception } from './reception.ts';
import { readRxInfoLegacy, readTxInfoLegacy } from './reception-protobuf.ts';

// Field numbers: brocaar/chirpstack-api (version 3), protobuf/as/integration/integration.proto.

interface Fields {
  devEui: Uint8Array;
  devAddr: Uint8Array;
  fCnt: number;
  fPort: number;
  confirmed: boolean;
  bytes: Uint8Array;
  readonly rx: RxInfo[];
  readonly tx: TxInfo;
}

/** `integration.UplinkEvent` of ChirpStack 3 in protobuf. @throws UnreadableContent */
export function readVersion3Protobuf(payload: Uint8Array): ApplicationEvent {
  const message = new ProtobufReader(payload, 'Read as a protobuf integration.UplinkEvent of ChirpStack 3');
  const nothing = new Uint8Array();
  const fields: Fields = { devEui: nothing, devAddr: nothing, fCnt: 0, fPort: 0, confirmed: false, bytes: nothing, rx: [], tx: {} };
  for (let field = message.next(); field !== 0; field = message.next()) readField(message, field, fields);
  return toEvent(fields);
}

function readField(message: ProtobufReader, field: number, fields: Fields): void {
  if (field === 4) fields.devEui = message.bytes();
  else if (field === 5) fields.rx.push(readRxInfoLegacy(message.message()));
  else if (field === 6) readTxInfoLegacy(message.message(), fields.tx);
  else if (field === 9) fields.fCnt = message.uint32();
  else if (field === 10) fields.fPort = message.uint32();
  else if (field === 11) fields.bytes = message.bytes();
  else if (field === 14) fields.confirmed = message.uint32() !== 0;
  else if (field === 15) fields.devAddr = message.bytes();
  else message.skip();
}

function toEvent({ devEui, devAddr, fCnt, fPort, confirmed, bytes, rx, tx }: Fields): ApplicationEvent {
  if (devEui.length !== 8) throw new UnreadableContent('devEUI is not 8 bytes.');
  if (devAddr.length !== 4 && devAddr.length !== 0) throw new UnreadableContent('devAddr is not 4 bytes.');
  if (fPort > mostFPort) throw new UnreadableContent(`fPort is not a whole number from 0 to ${mostFPort}.`);
  return {
    ...{ kind: 'application_event', devEui: hexOf(devEui), devAddr: hexOf(devAddr) },
    ...{ fCnt, fPort, confirmed, bytes, encrypted: false },
    receptions: rx.map(({ gateway, ...one }) => toReception(named(gateway), one, tx)),
  };
}

function named(gateway: string | undefined): string {
  if (gateway) return gateway;
  throw new UnreadableContent('rxInfo[].gatewayID is missing.');
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
