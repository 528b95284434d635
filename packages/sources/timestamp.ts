/** 1980-01-06T00:00:00Z, in ms since 1970. */
const gpsEpoch = Date.UTC(1980, 0, 6);

/** GPS time does not follow leap seconds: 18 s ahead of UTC since 2017-01-01 (IERS Bulletin C 52). */
const gpsAheadOfUtc = 18_000;

/** Seconds: `google.protobuf.Timestamp` covers the years 1 to 9999, `Duration` about ± 10 000 years. */
const firstSecond = -62_135_596_800;
const lastSecond = 253_402_300_799;
const longestDuration = 315_576_000_000;

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const durationText = /^(-?\d{1,12})(?:\.(\d{1,9}))?s$/;

/** Ms since 1970 of an RFC 3339 date and time, finer digits dropped; undefined: it is none. */
export function timeOfText(text: string): number | undefined {
  const time = rfc3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** Whether so many ms since 1970 are in the years 1 to 9999. */
export function isTime(ms: number): boolean {
  return ms >= firstSecond * 1000 && ms < (lastSecond + 1) * 1000;
}

/** Ms since 1970 of a protobuf Timestamp; undefined: out of its range. */
export function timeOfTimestamp(seconds: number, nanos: number): number | undefined {
  if (seconds < firstSecond || seconds > lastSecond || nanos < 0 || nanos > 999_999_999) return undefined;
  return seconds * 1000 + Math.floor(nanos / 1e6);
}

/** Ms since 1970, UTC, of the time since the GPS epoch; undefined: out of a protobuf Duration's range. Whether it is sane, others judge. */
export function timeOfGpsDuration(seconds: number, nanos: number): number | undefined {
  if (Math.abs(seconds) > longestDuration || Math.abs(nanos) > 999_999_999) return undefined;
  return gpsEpoch + seconds * 1000 + Math.floor(nanos / 1e6) - gpsAheadOfUtc;
}

/** The same of a Duration as JSON writes it, e.g. `1379840.234s`. */
export function timeOfGpsText(text: string): number | undefined {
  const [, seconds, fraction = ''] = durationText.exec(text) ?? [];
  if (seconds === undefined) return undefined;
  const nanos = Number(fraction.padEnd(9, '0'));
  return timeOfGpsDuration(Number(seconds), seconds.startsWith('-') ? -nanos : nanos);
}

/** Ms since 1970, UTC, of so many ms since the GPS epoch. */
export const timeOfGpsMilliseconds = (ms: number): number => gpsEpoch + ms - gpsAheadOfUtc;
