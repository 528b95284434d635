/** A licence by its SPDX identifier, as people and harvesters name it. */
export interface Licence {
  readonly name: string;
  readonly url: string;
}

/** Those that a French administration may choose (CRPA D. 323-2-1), and the common ones elsewhere. */
const known: Readonly<Record<string, Licence>> = {
  'etalab-2.0': { name: 'Licence Ouverte 2.0', url: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence' },
  'ODbL-1.0': { name: 'Open Database License 1.0', url: 'https://opendatacommons.org/licenses/odbl/1-0/' },
  'CC-BY-4.0': { name: 'Creative Commons Attribution 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' },
  'CC0-1.0': { name: 'Creative Commons Zero 1.0', url: 'https://creativecommons.org/publicdomain/zero/1.0/' },
};

/** Of another licence SPDX's own page is named. */
export function licenceOf(spdx: string): Licence {
  return known[spdx] ?? { name: spdx, url: `https://spdx.org/licenses/${encodeURIComponent(spdx)}` };
}
