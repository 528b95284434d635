import type { Look } from './visit.ts';

/** Every width, light and dark, French and English (DESIGN.md, Proof). */
export const looks: readonly Look[] = ([360, 768, 1440] as const).flatMap((width) =>
  (['light', 'dark'] as const).flatMap((scheme) => (['fr', 'en'] as const).map((language) => ({ width, scheme, language }))),
);

export const nameOf = ({ width, scheme, language }: Look) => `${width}-${scheme}-${language}`;
