import type { Reception } from '../../model/reception.ts';

/** What `gw.UplinkRxInfo` says, in either encoding; times in ms since 1970, UTC. */
export interface RxInfo {
  /** Lower case, where the message says it itself. */
  gateway?: string | undefined;
  rssi?: number | undefined;
  snr?: number | undefined;
  channel?: number | undefined;
  gatewayTime?: number | undefined;
  gpsTime?: number | undefined;
}

/** What `gw.UplinkTxInfo` says: Hz, and the spreading factor of LoRa. */
export interface TxInfo {
  frequency?: number | undefined;
  spreadingFactor?: number | undefined;
}

/**
 * proto3 leaves zeros out, so that absent and zero are one: a channel is then 0, an SNR 0 dB where the modulation is LoRa.
 * No receiver measures an RSSI of 0 dBm, a frequency or a spreading factor of 0: there, zero means that the gateway did not say.
 */
export function toReception(gateway: string, rx: RxInfo | undefined, tx: TxInfo): Reception {
  const reception: Reception = { gateway };
  if (rx) addRxInfo(reception, rx, Boolean(tx.spreadingFactor));
  if (tx.frequency) reception.frequency = tx.frequency;
  if (tx.spreadingFactor) reception.spreadingFactor = tx.spreadingFactor;
  return reception;
}

function addRxInfo(reception: Reception, rx: RxInfo, lora: boolean): void {
  const snr = rx.snr ?? (lora ? 0 : undefined);
  if (rx.rssi) reception.rssi = rx.rssi;
  if (snr !== undefined) reception.snr = snr;
  reception.channel = rx.channel ?? 0;
  if (rx.gatewayTime !== undefined) reception.gatewayTime = rx.gatewayTime;
  if (rx.gpsTime !== undefined) reception.gpsTime = rx.gpsTime;
}
