import type { Transmission } from '../verify-data.ts';

/** A LoRa data rate. */
export interface LoraRate {
  readonly spreadingFactor: number;
  /** Hz. */
  readonly bandwidth: number;
}

/** Channels at equal distances that have the same index in every device. */
export interface ChannelRow {
  readonly firstIndex: number;
  /** Hz. */
  readonly firstFrequency: number;
  /** Hz. */
  readonly step: number;
  readonly count: number;
}

/** What differs from region to region and is signed by LoRaWAN 1.1: how data rates and channels of uplinks are numbered (RP002-1.0.4). */
export interface Region {
  readonly name: string;
  /** By index; what is no LoRa rate of uplinks (FSK, LR-FHSS, downlinks) or reserved is undefined. */
  readonly uplinkRates: readonly (LoraRate | undefined)[];
  /** Rows overlap where a region has several plans. */
  readonly fixedChannels: readonly ChannelRow[];
  /** Indices of the channels that a network gives each device as it likes. */
  readonly freeChannels: readonly number[];
}

/** How a frame was heard. */
export interface HeardOn {
  /** Hz. */
  readonly frequency?: number | undefined;
  /** Of LoRa. */
  readonly spreadingFactor?: number | undefined;
  /** Hz. */
  readonly bandwidth?: number | undefined;
}

/** What may have been signed, by how it was heard; what was not told is searched for. */
export function transmissionOf(region: Region, heard: HeardOn): Transmission {
  const txDrs = dataRatesOf(region, heard);
  const fixed = fixedChannelsAt(region, heard.frequency);
  const free = heard.frequency === undefined ? [] : region.freeChannels;
  const txChs = [fixed, free].find(({ length }) => length > 0) ?? allChannels(region);
  return txDrs.length === 0 ? { txChs } : { txDrs, txChs };
}

/** Indices of the data rates of uplinks that have this spreading factor, and this bandwidth where it is told; none of LoRa: empty. */
export function dataRatesOf({ uplinkRates }: Region, { spreadingFactor, bandwidth }: HeardOn): number[] {
  const fits = (rate: LoraRate | undefined) =>
    rate?.spreadingFactor === spreadingFactor && (bandwidth === undefined || rate?.bandwidth === bandwidth);
  return spreadingFactor === undefined ? [] : uplinkRates.flatMap((rate, index) => (fits(rate) ? [index] : []));
}

/** Indices of the channels that have this frequency (Hz) in every device: none, one, or one a plan. */
export function fixedChannelsAt({ fixedChannels }: Region, frequency: number | undefined): number[] {
  if (frequency === undefined) return [];
  const found = fixedChannels.flatMap(({ firstIndex, firstFrequency, step, count }) => {
    const place = (frequency - firstFrequency) / step;
    return Number.isInteger(place) && place >= 0 && place < count ? [firstIndex + place] : [];
  });
  return [...new Set(found)];
}

function allChannels({ fixedChannels, freeChannels }: Region): number[] {
  const fixed = fixedChannels.flatMap(({ firstIndex, count }) => indices(firstIndex, count));
  return [...new Set([...fixed, ...freeChannels])];
}

/** `count` numbers from `first` on. */
export const indices = (first: number, count: number): number[] => Array.from({ length: count }, (_, n) => first + n);

/** Rates of one bandwidth from one spreading factor down to another, in the order of their indices. */
export const lora = (bandwidth: number, from: number, to: number): LoraRate[] =>
  Array.from({ length: from - to + 1 }, (_, n) => ({ spreadingFactor: from - n, bandwidth }));

/** Indices that are no LoRa rates of uplinks. */
export const others = (count: number): undefined[] => Array.from({ length: count }, () => undefined);

/** A channel, or several at equal distances. Frequencies in Hz. */
export const row = (firstIndex: number, firstFrequency: number, count = 1, step = 200_000): ChannelRow => ({
  firstIndex,
  firstFrequency,
  step,
  count,
});
