import type { ProtobufReader } from '../protobuf-reader.ts';
import { timeOfGpsDuration, timeOfTimestamp } from '../timestamp.ts';
import { UnreadableContent } from '../unreadable-content.ts';
import type { RxInfo, TxInfo } from './reception.ts';

// Field numbers: chirpstack/chirpstack, api/proto/gw/gw.proto. The legacy messages are what version 3 sends. A message that comes in
// parts, or beside its legacy form, is read into one: the later says more.

/** `gw.UplinkRxInfo`. */
export function readRxInfo(message: ProtobufReader, rx: RxInfo = {}): RxInfo {
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 1) rx.gateway = message.text().toLowerCase();
    else if (field === 3) rx.gatewayTime = readTime(message.message(), timeOfTimestamp, 'rxInfo.gwTime');
    else if (field === 4) rx.gpsTime = readTime(message.message(), timeOfGpsDuration, 'rxInfo.timeSinceGpsEpoch');
    else if (field === 6) rx.rssi = message.int32();
    else if (field === 7) rx.snr = ifFinite(message.float());
    else if (field === 8) rx.channel = message.uint32();
    else message.skip();
  }
  return rx;
}

/** `gw.UplinkRxInfoLegacy`. */
export function readRxInfoLegacy(message: ProtobufReader, rx: RxInfo = {}): RxInfo {
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 1) rx.gateway = hexOf(message.bytes());
    else if (field === 2) rx.gatewayTime = readTime(message.message(), timeOfTimestamp, 'rxInfoLegacy.time');
    else if (field === 3) rx.gpsTime = readTime(message.message(), timeOfGpsDuration, 'rxInfoLegacy.timeSinceGpsEpoch');
    else if (field === 5) rx.rssi = message.int32();
    else if (field === 6) rx.snr = ifFinite(message.double());
    else if (field === 7) rx.channel = message.uint32();
    else message.skip();
  }
  return rx;
}

/** `gw.UplinkTxInfo`: the parameters of LoRa are field 3 of its modulation, field 2. */
export function readTxInfo(message: ProtobufReader, tx: TxInfo): void {
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 1) tx.frequency = message.uint32();
    else if (field === 2) readModulation(message.message(), tx);
    else message.skip();
  }
}

/** `gw.UplinkTxInfoLegacy`: the parameters of LoRa stand beside the modulation, which is a number. */
export function readTxInfoLegacy(message: ProtobufReader, tx: TxInfo): void {
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 1) tx.frequency = message.uint32();
    else if (field === 3) readLora(message.message(), tx);
    else message.skip();
  }
}

function readModulation(message: ProtobufReader, tx: TxInfo): void {
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 3) readLora(message.message(), tx);
    else message.skip();
  }
}

function readLora(message: ProtobufReader, tx: TxInfo): void {
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 2) tx.spreadingFactor = message.uint32();
    else message.skip();
  }
}

/** Ms since 1970 of a `google.protobuf.Timestamp`. @param where names the field in an error */
export const readTimestamp = (message: ProtobufReader, where: string): number => readTime(message, timeOfTimestamp, where);

/** `google.protobuf.Timestamp` and `Duration`: seconds 1, nanoseconds 2. */
function readTime(message: ProtobufReader, toTime: (seconds: number, nanos: number) => number | undefined, where: string): number {
  let seconds = 0;
  let nanos = 0;
  for (let field = message.next(); field !== 0; field = message.next()) {
    if (field === 1) seconds = message.int64();
    else if (field === 2) nanos = message.int32();
    else message.skip();
  }
  const time = toTime(seconds, nanos);
  if (time === undefined) throw new UnreadableContent(`${where} is not a time.`);
  return time;
}

const ifFinite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
