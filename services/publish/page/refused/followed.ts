/** The frame that is shown in full. */
export interface Followed<T> {
  readonly frame: T;
  /** Since when it is shown, ms. */
  readonly since: number;
  /** The reader chose it: it stays. */
  readonly isChosen: boolean;
}

/** Time to read. */
const shortestShow = 15_000;

/** The newest follows by itself, but never from under the eyes of a reader: not at once, not while they are at it, not once they chose. */
export function followed<T extends { readonly message: string }>(
  shown: Followed<T> | null,
  newest: T | undefined,
  now: number,
  isBusy: boolean,
): Followed<T> | null {
  if (newest === undefined) return shown;
  if (shown === null) return { frame: newest, since: now, isChosen: false };
  if (shown.isChosen || isBusy || shown.frame.message === newest.message || now - shown.since < shortestShow) return shown;
  return { frame: newest, since: now, isChosen: false };
}
