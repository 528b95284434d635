import type { Reading } from '../model/reading.ts';

const firstTime = Date.UTC(1970, 0, 1);
const endOfTime = Date.UTC(2101, 0, 1);

/** Why no engine could keep this reading as it is and give it back; undefined when nothing is wrong. Names no identifier (truth 11). */
export function findFault({ phenomenonTime, receivedTime, value, datastream, codecVersion }: Reading): string | undefined {
  if (!Number.isSafeInteger(phenomenonTime)) return `phenomenonTime is ${phenomenonTime}: give whole milliseconds since 1970`;
  if (phenomenonTime < firstTime || phenomenonTime >= endOfTime) {
    return `phenomenonTime is ${phenomenonTime} ms since 1970, which is outside the years 1970 to 2100`;
  }
  if (!Number.isSafeInteger(receivedTime)) return `receivedTime is ${receivedTime}: give whole milliseconds since 1970`;
  if (value !== null && !Number.isFinite(value)) return `value is ${value}: give null and keep its text in raw`;
  if (datastream === '') return 'datastream is empty: a reading belongs to a datastream';
  if (codecVersion === '') return 'codecVersion is empty: name the codec as vendor/model@version';
  return undefined;
}
