import type { Reception } from '../../model/reception.ts';
import type { JsonFields } from '../json-fields.ts';
import { mostChannel } from '../limits.ts';
import { receptionOf } from '../reception-of.ts';
import { timeOfText } from '../timestamp.ts';

/** `rx_metadata` of an uplink, one for each antenna; frequency and spreading factor are those of `settings`. @throws UnreadableContent */
export function readRxMetadata(uplink: JsonFields): Reception[] {
  const settings = uplink.object('settings');
  const lora = settings?.object('data_rate')?.object('lora');
  const shared = {
    frequency: settings?.wholeDecimal('frequency', 2 ** 40) || undefined,
    spreadingFactor: lora?.integer('spreading_factor', 255) || undefined,
  };
  return uplink.objects('rx_metadata').map((rx) =>
    receptionOf(gatewayOf(rx), {
      rssi: (rx.number('rssi') ?? rx.number('channel_rssi')) || undefined,
      // Zeros are left out; no receiver measures an RSSI of 0 dBm.
      snr: rx.number('snr') ?? (lora ? 0 : undefined),
      channel: rx.integer('channel_index', mostChannel) ?? 0,
      gatewayTime: rx.time('time', timeOfText),
      gpsTime: rx.time('gps_time', timeOfText),
      ...shared,
    }),
  );
}

/** Its EUI; of a foreign network's gateway the one that Packet Broker names; else the name it was given. */
function gatewayOf(rx: JsonFields): string {
  const ids = rx.object('gateway_ids');
  const eui = ids?.identifier('eui', 16) ?? rx.object('packet_broker')?.identifier('forwarder_gateway_eui', 16);
  const gateway = eui ?? ids?.text('gateway_id');
  if (gateway) return gateway;
  throw rx.unreadable('gateway_ids', 'names no gateway');
}
