import type { Reading } from '../../model/reading.ts';

/**
 * The newest reading of each datastream, in memory: read from the file once, then kept up by what is written. Carrying 10 000 rows out of
 * SQLite costs 50 ms each time; the file stays the one truth, and whenever something else than a write of ours happens this is read anew.
 */
export class NewestReadings {
  readonly #read: () => readonly Reading[];
  #byDatastream: Map<string, Reading> | undefined;
  /** In order; void when a datastream has come. */
  #names: readonly string[] | undefined;

  constructor(read: () => readonly Reading[]) {
    this.#read = read;
  }

  /** Takes in readings that the file holds now. */
  take(written: readonly Reading[]): void {
    const newest = this.#byDatastream;
    if (newest === undefined) return;
    for (const reading of written) {
      const known = newest.get(reading.datastream);
      if (known === undefined) this.#names = undefined;
      if (known === undefined || !isOlder(reading, known)) newest.set(reading.datastream, copy(reading));
    }
  }

  /** By datastream; all, or those named. */
  latest(datastreams?: readonly string[]): Reading[] {
    this.#byDatastream ??= new Map(this.#read().map((reading) => [reading.datastream, reading]));
    const newest = this.#byDatastream;
    this.#names ??= [...newest.keys()].sort();
    const names = datastreams === undefined ? this.#names : [...new Set(datastreams)].sort();
    return names.flatMap((name) => newest.get(name) ?? []);
  }

  forget(): void {
    this.#byDatastream = undefined;
    this.#names = undefined;
  }
}

/** Of one datastream: by time, then by codec version. */
function isOlder(a: Reading, b: Reading): boolean {
  return a.phenomenonTime === b.phenomenonTime ? a.codecVersion < b.codecVersion : a.phenomenonTime < b.phenomenonTime;
}

/** The writer may still change its own. */
const copy = (reading: Reading): Reading => ({ ...reading, flags: [...reading.flags] });
