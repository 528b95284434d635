import type { Language } from '../language/words.ts';

const locales = { fr: 'fr-FR', en: 'en-GB' } as const;
/** A digit more than these would be the instrument's noise. UCUM. */
const decimalsOf: Readonly<Record<string, number>> = {
  'ug/m3': 1,
  'mg/m3': 2,
  '[ppm]': 0,
  '[ppb]': 0,
  Cel: 1,
  '%': 0,
  hPa: 1,
  '/cm3': 1,
  nm: 0,
  'dB[SPL]{A}': 1,
  'm/s': 1,
  deg: 0,
  mm: 1,
  V: 2,
  lx: 0,
};

/** A plain number with the language's own marks: 12 345,6 or 12,345.6. */
export function formatNumber(value: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(locales[language], { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);
}

/** A value as an instrument shows it, without its unit; of an unknown unit, three significant digits. */
export function formatValue(value: number, ucum: string, language: Language): string {
  const decimals = decimalsOf[ucum];
  const shape =
    decimals === undefined ? { maximumSignificantDigits: 3 } : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const text = new Intl.NumberFormat(locales[language], { ...shape, signDisplay: 'negative' }).format(value);
  return text.replace('-', '−');
}

/** With its unit, held together by a narrow no-break space. */
export function withUnit(text: string, displayUnit: string): string {
  if (displayUnit === '') return text;
  if (displayUnit === '°') return `${text}°`;
  // 1/cm³ is read "per cm³"; beside a number its 1 would be read as a digit.
  return `${text}\u202f${displayUnit.replace(/^1\//, '/')}`;
}

/** 0 to 1 as 87 %. */
export function formatShare(share: number, language: Language): string {
  return withUnit(formatNumber(share * 100, language), '%');
}
