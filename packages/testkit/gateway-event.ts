import { bytesField, doubleField, floatField, messageField, stringField, varintField } from './protobuf-writer.ts';

/** A gateway that hands frames to the broker as the ChirpStack MQTT Forwarder (v4) does. */
export interface Gateway {
  /** 16 hex digits. */
  readonly id: string;
  readonly encoding: 'protobuf' | 'json';
  readonly latitude: number;
  readonly longitude: number;
  /** Metres. */
  readonly altitude: number;
}

/** One gateway's hearing of a frame, as its own radio and clock had it. */
export interface Hearing {
  readonly phyPayload: Uint8Array;
  /** 32 bits. */
  readonly uplinkId: number;
  /** ms since 1970, UTC. */
  readonly gatewayTime: number;
  /** From a GPS receiver, ms since 1970, UTC. */
  readonly gpsTime?: number;
  /** dBm, dB. */
  readonly rssi: number;
  readonly snr: number;
  readonly channel: number;
  /** Hz. */
  readonly frequency: number;
  readonly spreadingFactor: number;
}

export interface GatewayEvent {
  readonly topic: string;
  readonly payload: Buffer;
}

const gpsEpoch = Date.UTC(1980, 0, 6);
/** GPS time has run 18 s ahead of UTC since 2017. */
const gpsAheadOfUtc = 18_000;
const bandwidth = 125_000;

/** Topic and content of `event/up`: `gw.UplinkFrame` (chirpstack api/proto/gw/gw.proto) in the gateway's encoding, prefix eu868. */
export function gatewayEvent(gateway: Gateway, hearing: Hearing): GatewayEvent {
  return {
    topic: `eu868/gateway/${gateway.id}/event/up`,
    payload: gateway.encoding === 'json' ? jsonFrame(gateway, hearing) : protobufFrame(gateway, hearing),
  };
}

function protobufFrame(gateway: Gateway, hearing: Hearing): Buffer {
  return Buffer.concat([bytesField(1, hearing.phyPayload), txInfo(hearing), rxInfo(gateway, hearing)]);
}

/** Field 4, `gw.UplinkTxInfo`; code rate 1 is CR_4_5. */
function txInfo({ frequency, spreadingFactor }: Hearing): Uint8Array {
  const lora = messageField(3, varintField(1, bandwidth), varintField(2, spreadingFactor), varintField(5, 1));
  return messageField(4, varintField(1, frequency), messageField(2, lora));
}

/** Field 5, `gw.UplinkRxInfo`; CRC status 2 is CRC_OK. Zeros are left out, as proto3 does. */
function rxInfo(gateway: Gateway, hearing: Hearing): Uint8Array {
  const gps = hearing.gpsTime;
  return messageField(
    5,
    stringField(1, gateway.id),
    ...unlessZero(hearing.uplinkId, (uplinkId) => varintField(2, uplinkId)),
    messageField(3, ...secondsAndNanos(hearing.gatewayTime)),
    ...(gps === undefined ? [] : [messageField(4, ...secondsAndNanos(sinceGpsEpoch(gps)))]),
    ...unlessZero(hearing.rssi, (rssi) => varintField(6, rssi)),
    ...unlessZero(hearing.snr, (snr) => floatField(7, snr)),
    ...unlessZero(hearing.channel, (channel) => varintField(8, channel)),
    messageField(12, doubleField(1, gateway.latitude), doubleField(2, gateway.longitude), doubleField(3, gateway.altitude)),
    bytesField(13, context(hearing)),
    varintField(16, 2),
  );
}

const unlessZero = (value: number, field: (value: number) => Uint8Array) => (value === 0 ? [] : [field(value)]);

/** `google.protobuf.Timestamp` and `Duration` alike. */
function secondsAndNanos(ms: number): Uint8Array[] {
  return [varintField(1, Math.floor(ms / 1000)), ...unlessZero((ms % 1000) * 1_000_000, (nanos) => varintField(2, nanos))];
}

const sinceGpsEpoch = (time: number) => time - gpsEpoch + gpsAheadOfUtc;

/** What the gateway wants to hear again with a downlink: its concentrator's counter of microseconds. */
function context({ gatewayTime }: Hearing): Uint8Array {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE((gatewayTime * 1000) % 2 ** 32);
  return counter;
}

function jsonFrame(gateway: Gateway, hearing: Hearing): Buffer {
  const { phyPayload, frequency, spreadingFactor } = hearing;
  const lora = { bandwidth, spreadingFactor, codeRate: 'CR_4_5' };
  const frame = {
    phyPayload: Buffer.from(phyPayload).toString('base64'),
    txInfo: { frequency, modulation: { lora } },
    rxInfo: rxInfoJson(gateway, hearing),
  };
  return Buffer.from(JSON.stringify(frame));
}

function rxInfoJson({ id, latitude, longitude, altitude }: Gateway, hearing: Hearing): object {
  const { uplinkId, gatewayTime, gpsTime, rssi, snr, channel } = hearing;
  return {
    gatewayId: id,
    ...(uplinkId !== 0 && { uplinkId }),
    gwTime: new Date(gatewayTime).toISOString(),
    ...(gpsTime !== undefined && { timeSinceGpsEpoch: `${(sinceGpsEpoch(gpsTime) / 1000).toFixed(3)}s` }),
    ...(rssi !== 0 && { rssi }),
    ...(snr !== 0 && { snr }),
    ...(channel !== 0 && { channel }),
    location: { latitude, longitude, altitude },
    context: Buffer.from(context(hearing)).toString('base64'),
    crcStatus: 'CRC_OK',
  };
}
