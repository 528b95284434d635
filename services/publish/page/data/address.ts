/** Keeps one parameter of the page's address, without a new page in the history; null takes it away. */
export function setAddress(name: string, value: string | null): void {
  const url = new URL(location.href);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  history.replaceState(history.state, '', url);
}

export function inAddress(name: string): string | null {
  return new URLSearchParams(location.search).get(name);
}
