import { cell } from '../cell.ts';
import { inAddress, setAddress } from '../data/address.ts';

/** The site whose panel is open, by id; kept in the address. */
export const chosenSite = cell<string | null>(inAddress('site'));
/** The quantity that list and map show; null: the usual one. */
export const chosenQuantity = cell<string | null>(inAddress('quantity'));

chosenSite.listen(() => setAddress('site', chosenSite.get()));
chosenQuantity.listen(() => setAddress('quantity', chosenQuantity.get()));

/** The reader asked for it here; else the address did, and the focus stays where it is. */
export function wasOpenedHere(): boolean {
  return lastOpener !== undefined;
}

/** Opens a site's panel; `opener` gets the focus back when it closes. */
export function openSite(id: string, opener: HTMLElement): void {
  lastOpener = opener;
  chosenSite.set(id);
}

export function closeSite(): void {
  chosenSite.set(null);
  if (lastOpener?.isConnected) lastOpener.focus();
  lastOpener = undefined;
}

let lastOpener: HTMLElement | undefined;
