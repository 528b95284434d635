import type { Language } from '../language/words.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const space = '\u202f';

/** A length of time in its one largest unit, ms: 12 s, 4 min, 3 h, 2 d. */
export function formatLength(length: number, language: Language): string {
  const ms = Math.max(0, length);
  if (ms < minute) return `${Math.floor(ms / 1_000)}${space}s`;
  if (ms < hour) return `${Math.floor(ms / minute)}${space}min`;
  if (ms < day) return `${Math.floor(ms / hour)}${space}h`;
  return `${Math.floor(ms / day)}${space}${language === 'fr' ? 'j' : 'd'}`;
}

/** How long ago: "il y a 12 s", "12 s ago". A time ahead of now is now. */
export function formatAge(time: number, now: number, language: Language): string {
  const length = formatLength(now - time, language);
  return language === 'fr' ? `il y a ${length}` : `${length} ago`;
}
