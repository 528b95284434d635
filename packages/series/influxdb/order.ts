/** Order of texts by their UTF-16, as everywhere in the series. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
