import type { useFormat } from '../format/use-format.ts';
import type { sensorWords } from './sensor-words.ts';
import type { ShownSite } from './shown-site.ts';

type Words = (typeof sensorWords)['en'];
type Format = Pick<ReturnType<typeof useFormat>, 'value' | 'withUnit'>;

/** A site's value with its unit, or why there is none. A value of the past is not one of now: a silent site says that it is silent. */
export function valueWords({ standing, datastream, value }: ShownSite, words: Words, format: Format): string {
  if (standing.state === 'silent') return words.silent;
  if (standing.state === 'waiting') return words.waiting;
  if (!datastream) return words.notMeasured;
  if (!datastream.latest) return words.noValue;
  if (value === null) return words.noNumber;
  return format.withUnit(format.value(value, datastream.unit), datastream.displayUnit);
}
