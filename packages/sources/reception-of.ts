import type { Reception } from '../model/reception.ts';

/** What a source may say of one hearing; undefined: it does not. */
type Said = { readonly [Name in Exclude<keyof Reception, 'gateway'>]?: Reception[Name] | undefined };

/** A reception without the fields that were not said. @param gateway as the source names it */
export function receptionOf(gateway: string, said: Said): Reception {
  const reception: Reception = { gateway: gateway.toLowerCase() };
  return Object.assign(reception, Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)));
}

/** 1 THz, far above any radio that is meant here. */
const mostMegahertz = 1e6;

/** Hz of a frequency in MHz. Undefined: not said, or no frequency of a radio. */
export function hertzOf(megahertz: number | undefined): number | undefined {
  const isFrequency = megahertz !== undefined && megahertz > 0 && megahertz < mostMegahertz;
  return isFrequency ? Math.round(megahertz * 1e6) : undefined;
}

/** Of a data rate of LoRa as the Semtech protocol writes it, `SF7BW125`; of any other (FSK, LR-FHSS): undefined. */
export function spreadingFactorOf(dataRate: string | undefined): number | undefined {
  const [, spreadingFactor] = /^SF(\d{1,2})BW/.exec(dataRate ?? '') ?? [];
  return spreadingFactor === undefined ? undefined : Number(spreadingFactor);
}
