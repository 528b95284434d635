/** The beginning of an answer. */
export interface Preview {
  /** First lines; a JSON answer is laid out first, so that it has lines. */
  readonly lines: readonly string[];
  /** Lines that follow. */
  readonly more: number;
  /** Of the whole answer; null: it does not end. */
  readonly bytes: number | null;
}

const mostLines = 6;
const longestLine = 160;

/** @param laidOut true: of JSON, every value on its own line */
export function previewOf(text: string, laidOut: boolean): Preview {
  const all = (laidOut ? JSON.stringify(JSON.parse(text), null, 2) : text).split(/\r?\n/).filter((line) => line !== '');
  const most = laidOut ? mostLines * 3 : mostLines;
  return {
    lines: all.slice(0, most).map(shortened),
    more: Math.max(0, all.length - most),
    bytes: new TextEncoder().encode(text).length,
  };
}

/** The first events of a stream, as they came over the wire. */
export function streamPreview(text: string): Preview {
  const lines = text.split(/\r?\n/).filter((line) => line.startsWith('event:') || line.startsWith('data:'));
  return { lines: lines.slice(0, mostLines).map(shortened), more: 0, bytes: null };
}

/** A stream has told enough when so many whole events have come. */
export function hasEvents(text: string, count: number): boolean {
  const whole = text.split(/\r?\n\r?\n/).slice(0, -1);
  return whole.filter((event) => /^data:/m.test(event)).length >= count;
}

const shortened = (line: string) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);

/** As people say sizes: 812 B, 152 kB, 1.4 MB. */
export function sizeText(bytes: number, language: 'fr' | 'en'): string {
  const unit = { fr: ['o', 'ko', 'Mo'], en: ['B', 'kB', 'MB'] }[language];
  const power = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  const number = bytes / 1_000 ** power;
  const digits = power > 0 && number < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(number)}\u00a0${unit[power]}`;
}
