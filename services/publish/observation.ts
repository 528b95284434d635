import type { Reading } from '../../packages/model/reading.ts';
import type { Datastream } from './open-plane.ts';

/** A reading as published: only what may be seen, with how it was verified and decoded (truths 11 and 12). */
export interface Observation {
  readonly datastream: string;
  readonly site: string;
  readonly quantity: string;
  readonly unit: string;
  readonly phenomenonTime: string;
  readonly receivedTime: string;
  readonly value: number | null;
  readonly flags: readonly string[];
  readonly evidence: string;
  readonly codec: string;
}

/** A reading with the open datastream that it belongs to. */
export interface OpenReading {
  readonly reading: Reading;
  readonly datastream: Datastream;
}

export function observation({ reading, datastream: { id, site, quantity, unit } }: OpenReading): Observation {
  const { value, flags, evidence, codecVersion } = reading;
  return {
    datastream: id,
    site,
    quantity,
    unit,
    phenomenonTime: new Date(reading.phenomenonTime).toISOString(),
    receivedTime: new Date(reading.receivedTime).toISOString(),
    value,
    flags,
    evidence,
    codec: codecVersion,
  };
}
