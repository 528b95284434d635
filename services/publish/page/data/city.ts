import { cell } from '../cell.ts';
import { useCell } from '../use-cell.ts';
import { api } from './api.ts';
import { ask } from './ask.ts';
import type { Part } from './part.ts';
import type { City } from './shapes.ts';

/** The city of this page. */
export const city = ask<City, City>(api('city'), (answer) => answer);

export function useCity(): Part<City> {
  return useCell(city.part);
}

/** The city's; before it is known, the browser's. */
export const timeZone = cell<string>(Intl.DateTimeFormat().resolvedOptions().timeZone);
city.part.listen(() => {
  const told = city.part.get().value?.timeZone;
  if (told !== undefined) timeZone.set(told);
});
