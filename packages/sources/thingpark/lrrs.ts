import type { Reception } from '../../model/reception.ts';
import type { JsonFields } from '../json-fields.ts';
import { hertzOf, receptionOf } from '../reception-of.ts';

/** `Lrrs.Lrr`, the gateways that heard an uplink; without it, the one that heard it best. @throws UnreadableContent */
export function readLrrs(uplink: JsonFields): Reception[] {
  const heard = uplink.object('Lrrs')?.oneOrMore('Lrr') ?? (uplink.has('Lrrid') ? [uplink] : []);
  const shared = {
    frequency: hertzOf(uplink.decimal('Frequency')),
    spreadingFactor: uplink.wholeDecimal('SpFact', 255) || undefined,
  };
  return heard.map((lrr) => {
    const gateway = lrr.text('Lrrid');
    if (!gateway) throw lrr.unreadable('Lrrid', 'is missing');
    return receptionOf(gateway, { rssi: lrr.decimal('LrrRSSI'), snr: lrr.decimal('LrrSNR'), ...shared });
  });
}
