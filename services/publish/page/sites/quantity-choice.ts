import type { BothWords, Datastream } from '../data/shapes.ts';

/** A quantity that some site measures. */
export interface MeasuredQuantity {
  readonly quantity: string;
  readonly label: BothWords;
  /** UCUM. */
  readonly unit: string;
  readonly displayUnit: string;
  /** How many sites measure it. */
  readonly sites: number;
}

/** What people ask for first; the first of these at the most sites is shown. */
const usual = ['pm2_5', 'co2', 'air_temperature', 'pm10', 'no2', 'o3', 'laeq', 'relative_humidity'];

/** Most sites first; the usual ones before the others. */
export function measuredQuantities(datastreams: Iterable<Datastream>): MeasuredQuantity[] {
  const found = new Map<string, MeasuredQuantity>();
  for (const { quantity, label, unit, displayUnit } of datastreams) {
    const sites = (found.get(quantity)?.sites ?? 0) + 1;
    found.set(quantity, { quantity, label, unit, displayUnit, sites });
  }
  return [...found.values()].toSorted((a, b) => isUsual(b) - isUsual(a) || b.sites - a.sites || rank(a) - rank(b));
}

/** The one that was asked for, where it is measured, else the first. */
export function chosenOf(measured: readonly MeasuredQuantity[], asked: string | null): MeasuredQuantity | undefined {
  return measured.find(({ quantity }) => quantity === asked) ?? measured[0];
}

const isUsual = ({ quantity }: MeasuredQuantity) => Number(usual.includes(quantity));
const rank = ({ quantity }: MeasuredQuantity) => usual.indexOf(quantity);
