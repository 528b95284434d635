import { useMemo } from 'preact/hooks';
import { useNow } from '../data/clock.ts';
import type { Part } from '../data/part.ts';
import { useCell } from '../use-cell.ts';
import { chosenQuantity } from './chosen.ts';
import { chosenOf, type MeasuredQuantity, measuredQuantities } from './quantity-choice.ts';
import { datastreams, heard, sites } from './sensors.ts';
import { type ShownSite, shownSites } from './shown-site.ts';

/** What list and map show. */
export interface Sensors {
  readonly shown: readonly ShownSite[];
  readonly measured: readonly MeasuredQuantity[];
  readonly quantity: MeasuredQuantity | undefined;
}

/** Sites and values as one; the sites stand by themselves while the values are missing. */
export function useSensors(): Part<Sensors> {
  const sitesPart = useCell(sites.part);
  const valuesPart = useCell(datastreams.part);
  const heardSites = useCell(heard);
  const asked = useCell(chosenQuantity);
  const now = useNow(5);
  const values = valuesPart.value;
  const measured = useMemo(() => measuredQuantities(values?.values() ?? []), [values?.size]);
  const quantity = chosenOf(measured, asked);
  const all = sitesPart.value;
  const value = useMemo(() => {
    if (!all) return undefined;
    const parts = { sites: all, datastreams: values ?? new Map(), heard: heardSites, quantity: quantity?.quantity };
    return { shown: shownSites(parts, now), measured, quantity };
  }, [all, values, heardSites, measured, quantity, now]);
  // Values that never came are said where they are missing.
  const fault = sitesPart.fault ?? (values ? valuesPart.fault : undefined);
  return { ...(value ? { value } : {}), ...(fault ? { fault } : {}) };
}

export function askSensorsAgain(): void {
  sites.again();
  datastreams.again();
}
