import { normalise } from '../../../packages/codec/normalise.ts';
import { type Reading, readingFlags } from '../../../packages/model/reading.ts';
import type { Assignment } from '../../../packages/model/register-entities.ts';
import type { City } from '../city.ts';
import { completed, type Ended, quarantined } from '../ended.ts';
import type { Decoded } from './run-codec.ts';

/** Values as readings of the site's datastreams. What is odd about one is flagged; the others pass (truth 8). */
export interface Normalised extends Decoded {
  readonly readings: readonly Reading[];
}

export function normaliseValues(decoded: Decoded, city: City): Normalised | Ended {
  const { record, declared, data } = decoded;
  const { values, unknown, empty } = normalise(data, declared, { time: record.time, receivedTime: record.receivedTime }, city.quantities);
  if (empty) return completed;
  if (values.length === 0) return quarantined('normalise', 'unknown_quantity', `The codec named: ${unknown.slice(0, 5).join(', ')}`);
  const placed = values.map((value) => ({ value, assignment: city.register.assignmentAt(record.device, value.phenomenonTime) }));
  if (placed.some(({ assignment }) => assignment === undefined)) return quarantined('normalise', 'not_assigned');
  return { ...decoded, readings: placed.flatMap(({ value, assignment }) => (assignment ? [reading(decoded, value, assignment)] : [])) };
}

type Value = ReturnType<typeof normalise>['values'][number];

function reading({ record, declared }: Decoded, value: Value, { site }: Assignment): Reading {
  const ofFrame = readingFlags.filter((flag) => record.flags.includes(flag));
  return {
    datastream: `${site}.${value.quantity}`,
    phenomenonTime: value.phenomenonTime,
    codecVersion: declared.codec.id,
    value: value.value,
    ...(value.raw === undefined ? {} : { raw: value.raw }),
    quantity: value.quantity,
    site,
    device: record.device,
    evidence: record.evidence,
    frame: record.frame,
    message: record.message,
    receivedTime: record.receivedTime,
    flags: [...ofFrame, ...value.flags],
  };
}
