import type { Words } from './reasons.ts';

/** As it is set in print: curly apostrophes; in French a narrow no-break space before ; : ! ? and inside « ». Sources keep what everybody can type. */
export function typeset({ fr, en }: Words): Words {
  const french = fr.replaceAll(/ (?=[;:!?»])/g, '\u202f').replaceAll('« ', '«\u202f');
  return { fr: french.replaceAll("'", '’'), en: en.replaceAll("'", '’') };
}
