import { timeZone } from '../data/city.ts';
import { now } from '../data/clock.ts';
import type { BothWords } from '../data/shapes.ts';
import { useLanguage } from '../language/language.ts';
import { typeset } from '../language/typeset.ts';
import { useCell } from '../use-cell.ts';
import { formatAge, formatLength } from './age.ts';
import { formatNumber, formatShare, formatValue, withUnit } from './number.ts';
import { formatClock, formatMoment, formatZone } from './time.ts';

/** Numbers and times in the page's language and the city's time zone. Times are ms. */
export function useFormat() {
  const language = useLanguage();
  const zone = useCell(timeZone);
  return {
    language,
    zone,
    /** Words of the API, typeset. */
    say: (both: BothWords) => typeset(both[language], language),
    number: (value: number, decimals?: number) => formatNumber(value, language, decimals),
    share: (share: number) => formatShare(share, language),
    value: (value: number, ucum: string) => formatValue(value, ucum, language),
    withUnit,
    age: (time: number, at = now()) => formatAge(time, at, language),
    length: (length: number) => formatLength(length, language),
    clock: (time: number, seconds?: boolean) => formatClock(time, zone, language, seconds),
    /** The clock, with the day when it is not today. */
    moment: (time: number, seconds?: boolean) => formatMoment(time, now(), zone, language, seconds),
    zoneName: () => formatZone(now(), zone, language),
  };
}
