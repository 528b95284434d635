import type { Language } from '../language/words.ts';

const locales = { fr: 'fr-FR', en: 'en-GB' } as const;
const kept = new Map<string, Intl.DateTimeFormat>();

/** 14:05; with seconds 14:05:32. In the given zone. */
export function formatClock(time: number, zone: string, language: Language, seconds = false): string {
  return formatterOf(language, zone, { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) }).format(time);
}

/** 24 nov. 14:05, or the clock alone on the day of `now`. */
export function formatMoment(time: number, now: number, zone: string, language: Language, seconds = false): string {
  const clock = formatClock(time, zone, language, seconds);
  return dayOf(time, zone) === dayOf(now, zone) ? clock : `${formatDay(time, zone, language)} ${clock}`;
}

/** 24 nov. */
export function formatDay(time: number, zone: string, language: Language): string {
  return formatterOf(language, zone, { day: 'numeric', month: 'short' }).format(time);
}

/** "heure de Paris (UTC+1)", "Paris time (UTC+1)". */
export function formatZone(time: number, zone: string, language: Language): string {
  const offset = formatterOf('fr', zone, { timeZoneName: 'shortOffset' })
    .formatToParts(time)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const place = zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
  if (place === 'UTC') return 'UTC';
  const name = language === 'fr' ? `heure de ${place}` : `${place} time`;
  return offset === undefined ? name : `${name} (${offset})`;
}

/** The hour, minute and second hands' numbers in that zone. */
export function clockHands(time: number, zone: string): { readonly hour: number; readonly minute: number; readonly second: number } {
  const [hour = 0, minute = 0, second = 0] = formatClock(time, zone, 'en', true).split(':').map(Number);
  return { hour, minute, second };
}

const dayOf = (time: number, zone: string) => formatterOf('en', zone, { year: 'numeric', month: 'numeric', day: 'numeric' }).format(time);

/** Making one takes longer than a thousand uses of it. */
function formatterOf(language: Language, timeZone: string, shape: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${JSON.stringify(shape)}`;
  const formatter = kept.get(key) ?? new Intl.DateTimeFormat(locales[language], { ...shape, timeZone });
  kept.set(key, formatter);
  return formatter;
}
