import type { Reception } from '../../model/reception.ts';
import type { ApplicationEvent } from '../contract.ts';
import type { JsonFields } from '../json-fields.ts';
import { mostFCnt, mostFPort } from '../limits.ts';
import { timeOfText } from '../timestamp.ts';
import { type TxInfo, toReception } from './reception.ts';
import { readRxInfo, readTxInfo } from './reception-json.ts';

/**
 * An uplink event of ChirpStack 3 in JSON: marshaler `json` has identifiers in base64, `json_v3` in hexadecimal, and no DevAddr.
 * Such an event names no session: its counter is the device's.
 * @throws UnreadableContent
 */
export function readVersion3Json(event: JsonFields): ApplicationEvent {
  const serverTime = event.time('publishedAt', timeOfText);
  return {
    kind: 'application_event',
    devEui: readEui(event, 'devEUI'),
    devAddr: readDevAddr(event),
    fCnt: event.integer('fCnt', mostFCnt) ?? 0,
    fPort: event.integer('fPort', mostFPort) ?? 0,
    confirmed: event.flag('confirmedUplink') ?? false,
    bytes: event.bytes('data'),
    encrypted: false,
    receptions: readReceptions(event),
    ...(serverTime === undefined ? {} : { serverTime }),
  };
}

/** 16 hexadecimal digits are no base64 of 8 bytes, which has 12 characters at most. */
function readEui(fields: JsonFields, name: string): string {
  const text = fields.text(name) ?? '';
  const eui = /^[0-9a-f]{16}$/i.test(text) ? text.toLowerCase() : hexOf(fields.bytes(name));
  if (eui.length === 16) return eui;
  throw fields.unreadable(name, 'is not 8 bytes, in hexadecimal or base64');
}

/** 8 hexadecimal digits are no base64 of 4 bytes, which ends with "==" where it has 8 characters. */
function readDevAddr(event: JsonFields): string {
  const text = event.text('devAddr') ?? '';
  const devAddr = /^[0-9a-f]{8}$/i.test(text) ? text.toLowerCase() : hexOf(event.bytes('devAddr'));
  if (devAddr.length === 8 || devAddr === '') return devAddr;
  throw event.unreadable('devAddr', 'is not 4 bytes, in hexadecimal or base64');
}

function readReceptions(event: JsonFields): Reception[] {
  const tx: TxInfo = readTxInfo(event.object('txInfo'));
  return event.objects('rxInfo').map((rx) => toReception(readEui(rx, 'gatewayID'), readRxInfo(rx), tx));
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
