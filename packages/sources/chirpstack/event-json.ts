import type { Reception } from '../../model/reception.ts';
import type { ApplicationEvent, HandedKey } from '../contract.ts';
import type { JsonFields } from '../json-fields.ts';
import { mostFCnt, mostFPort } from '../limits.ts';
import { timeOfText } from '../timestamp.ts';
import { UnreadableContent } from '../unreadable-content.ts';
import { type TxInfo, toReception } from './reception.ts';
import { readRxInfo, readTxInfo } from './reception-json.ts';

/** `integration.UplinkEvent` of ChirpStack v4 in JSON; early 4.0 leaves zeros out. @throws UnreadableContent */
export function readEventJson(event: JsonFields): ApplicationEvent {
  const serverTime = event.time('time', timeOfText);
  return {
    kind: 'application_event',
    devEui: readDevEui(event),
    devAddr: readDevAddr(event),
    fCnt: event.integer('fCnt', mostFCnt) ?? 0,
    fPort: event.integer('fPort', mostFPort) ?? 0,
    confirmed: event.flag('confirmed') ?? false,
    bytes: event.bytes('data'),
    // ChirpStack names the join server's session exactly where it could not decrypt, even if it knows no more than that.
    encrypted: event.object('joinServerContext') !== undefined,
    ...handedKey(event.object('joinServerContext')),
    receptions: readReceptions(event),
    ...(serverTime === undefined ? {} : { serverTime }),
  };
}

/** `common.JoinServerContext`: a label that is empty means that the key is plain. */
function handedKey(context: JsonFields | undefined): { appSKey?: HandedKey } {
  const envelope = context?.object('appSKey');
  if (!envelope) return {};
  const [kekLabel, key] = [envelope.text('kekLabel'), envelope.bytes('aesKey')];
  if (key.length === 0) return {};
  return { appSKey: kekLabel ? { kekLabel, key } : { key } };
}

function readDevEui(event: JsonFields): string {
  const devEui = event.object('deviceInfo')?.identifier('devEui', 16);
  if (devEui !== undefined) return devEui;
  throw new UnreadableContent('Neither deviceInfo.devEui (ChirpStack 4) nor devEUI (ChirpStack 3) is there.');
}

function readDevAddr(event: JsonFields): string {
  const devAddr = event.identifier('devAddr', 8);
  if (devAddr !== undefined) return devAddr;
  throw event.unreadable('devAddr', 'is not 8 hexadecimal digits');
}

function readReceptions(event: JsonFields): Reception[] {
  const tx = readTxInfo(event.object('txInfo'));
  return event.objects('rxInfo').map((rx) => readReception(rx, tx));
}

function readReception(rx: JsonFields, tx: TxInfo): Reception {
  const gateway = rx.text('gatewayId');
  if (!gateway) throw rx.unreadable('gatewayId', 'is missing');
  return toReception(gateway.toLowerCase(), readRxInfo(rx), tx);
}
