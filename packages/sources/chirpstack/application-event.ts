import type { Reception } from '../../model/reception.ts';
import type { ApplicationEvent } from '../contract.ts';
import { JsonFields, parseJson } from '../json-fields.ts';
import { timeOfText } from '../timestamp.ts';
import { UnreadableContent } from '../unreadable-content.ts';
import { type TxInfo, toReception } from './reception.ts';
import { readRxInfo, readTxInfo } from './reception-json.ts';

const mostFCnt = 2 ** 32 - 1;
const mostFPort = 255;

/**
 * `integration.UplinkEvent` of ChirpStack v4 in JSON; early 4.0 leaves zeros out.
 * @param devEui the topic's, lower case
 * @throws UnreadableContent when it is another shape, or another device's
 */
export function readApplicationEvent(payload: Uint8Array, devEui: string): ApplicationEvent {
  const event = new JsonFields(parseEvent(payload));
  checkDevice(event, devEui);
  const serverTime = event.time('time', timeOfText);
  return {
    kind: 'application_event',
    devEui,
    devAddr: readDevAddr(event),
    fCnt: event.integer('fCnt', mostFCnt) ?? 0,
    fPort: event.integer('fPort', mostFPort) ?? 0,
    confirmed: event.flag('confirmed') ?? false,
    bytes: event.bytes('data'),
    // ChirpStack names the join server's session exactly where it could not decrypt, even if it knows no more than that.
    encrypted: event.object('joinServerContext') !== undefined,
    receptions: readReceptions(event),
    ...(serverTime === undefined ? {} : { serverTime }),
  };
}

function parseEvent(payload: Uint8Array): unknown {
  const content = parseJson(payload);
  if (content !== undefined) return content;
  throw new UnreadableContent("The content is not complete JSON: set json=true in ChirpStack's MQTT integration.");
}

/** Who may publish on one device's topic must not speak for another. */
function checkDevice(event: JsonFields, devEui: string): void {
  const named = event.object('deviceInfo')?.text('devEui');
  if (named === undefined) throw new UnreadableContent('deviceInfo.devEui is missing; events are read from ChirpStack 4 on.');
  if (named.toLowerCase() !== devEui) throw new UnreadableContent('Topic and content name different devices.');
}

function readDevAddr(event: JsonFields): string {
  const devAddr = event.text('devAddr') ?? '';
  if (/^[0-9a-f]{8}$/i.test(devAddr)) return devAddr.toLowerCase();
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
