import type { Reception } from '../../model/reception.ts';
import type { JsonFields } from '../json-fields.ts';
import { mostChannel } from '../limits.ts';
import { hertzOf, receptionOf, spreadingFactorOf } from '../reception-of.ts';

/** `gwInfo`, the gateways that heard an uplink; sent at the level of detail "network". @throws UnreadableContent */
export function readGwInfo(push: JsonFields, gatewayTime: number | undefined): Reception[] {
  const shared = {
    gatewayTime,
    frequency: hertzOf(push.number('ulFrequency')),
    spreadingFactor: spreadingFactorOf(push.text('dataRate')),
  };
  return push.objects('gwInfo').map((info) => {
    const gateway = info.identifier('gwEui', 16);
    if (gateway === undefined) throw info.unreadable('gwEui', 'is missing');
    const said = { rssi: info.number('rssi'), snr: info.number('snr'), channel: info.integer('channel', mostChannel) };
    return receptionOf(gateway, { ...said, ...shared });
  });
}
