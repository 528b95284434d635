import type { JsonFields } from '../json-fields.ts';
import { timeOfGpsText, timeOfText } from '../timestamp.ts';
import type { RxInfo, TxInfo } from './reception.ts';

const mostUint32 = 2 ** 32 - 1;

/** `gw.UplinkRxInfo` in JSON: names of today, of 4.0 to 4.5 (`time`), then of version 3 (`loRaSNR`, `timeSinceGPSEpoch`). */
export function readRxInfo(rx: JsonFields): RxInfo {
  return {
    rssi: rx.number('rssi'),
    snr: rx.number('snr') ?? rx.number('loRaSNR') ?? rx.number('loraSnr'),
    channel: rx.integer('channel', mostUint32),
    gatewayTime: rx.time('gwTime', timeOfText) ?? rx.time('time', timeOfText),
    gpsTime: rx.time('timeSinceGpsEpoch', timeOfGpsText) ?? rx.time('timeSinceGPSEpoch', timeOfGpsText),
  };
}

/** `gw.UplinkTxInfo` in JSON; before version 4 `modulation` is a word and the parameters stand beside it. */
export function readTxInfo(tx: JsonFields | undefined): TxInfo {
  if (tx === undefined) return {};
  const lora = tx.object('loRaModulationInfo') ?? tx.object('loraModulationInfo') ?? tx.objectUnlessText('modulation')?.object('lora');
  return { frequency: tx.integer('frequency', mostUint32), spreadingFactor: lora?.integer('spreadingFactor', mostUint32) };
}
