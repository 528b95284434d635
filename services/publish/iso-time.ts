const dayLength = 86_400_000;
const padded = (n: number, digits: number) => String(n).padStart(digits, '0');

/** Texts of every minute of a day, every second of a minute, every millisecond of a second. */
const minutes = Array.from({ length: 1_440 }, (_, n) => `${padded(Math.floor(n / 60), 2)}:${padded(n % 60, 2)}:`);
const seconds = Array.from({ length: 60 }, (_, n) => padded(n, 2));
const milliseconds = Array.from({ length: 1_000 }, (_, n) => `.${padded(n, 3)}Z`);

/** The day of the call before: times that are written together mostly share it. */
let day = { start: Number.NaN, text: '' };

/** As `Date.toISOString`, at half its cost: pages of 100 000 times are nothing else. @throws RangeError as it does */
export function isoTime(ms: number): string {
  const inDay = ((ms % dayLength) + dayLength) % dayLength;
  if (ms - inDay !== day.start) day = { start: ms - inDay, text: new Date(ms).toISOString().slice(0, -'00:00:00.000Z'.length) };
  const minute = Math.floor(inDay / 60_000);
  const inMinute = inDay - minute * 60_000;
  const second = Math.floor(inMinute / 1_000);
  return `${day.text}${minutes[minute]}${seconds[second]}${milliseconds[inMinute - second * 1_000]}`;
}
