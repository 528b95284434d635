import type { Reception } from '../../model/reception.ts';
import type { JsonFields } from '../json-fields.ts';
import { mostChannel } from '../limits.ts';
import { hertzOf, receptionOf, spreadingFactorOf } from '../reception-of.ts';
import { timeOfGpsMilliseconds, timeOfText } from '../timestamp.ts';

/** Milliseconds since the GPS epoch; some ten thousand years. */
const mostTmms = 315_576_000_000_000;

/** `rxpk` of the Semtech protocol; with several antennas (`rsig`), the one that heard best. @throws UnreadableContent */
export function readRxpk(rxpk: JsonFields, gateway: string): Reception {
  const antenna = bestOf(rxpk.objects('rsig')) ?? rxpk;
  const tmms = rxpk.integer('tmms', mostTmms);
  return receptionOf(gateway, {
    rssi: antenna.number('rssic') ?? rxpk.number('rssi'),
    snr: antenna.number('lsnr'),
    channel: antenna.integer('chan', mostChannel),
    gatewayTime: rxpk.time('time', timeOfText),
    gpsTime: tmms === undefined ? undefined : timeOfGpsMilliseconds(tmms),
    frequency: hertzOf(rxpk.number('freq')),
    // A word for LoRa, a number for FSK.
    spreadingFactor: spreadingFactorOf(rxpk.textIfText('datr')),
  });
}

function bestOf(antennas: readonly JsonFields[]): JsonFields | undefined {
  const rssi = (antenna: JsonFields) => antenna.number('rssic') ?? Number.NEGATIVE_INFINITY;
  return antennas.reduce<JsonFields | undefined>((best, one) => (best && rssi(best) >= rssi(one) ? best : one), undefined);
}
