import { createHash } from 'node:crypto';
import type { Reading } from '../../model/reading.ts';
import type { BareReading } from '../contract.ts';
import { lineOf, nsOf } from './line.ts';
import { nameOf } from './names.ts';
import type { Row } from './server.ts';

/** Fields that are read together lie together, in one text: the server takes as long for each field of a row as for all of this. */
type Together = readonly [
  isNumber: boolean,
  raw: string | null,
  quantity: string,
  site: string,
  device: string,
  evidence: Reading['evidence'],
  flags: Reading['flags'],
  receivedTime: number,
  frame: string,
];

/**
 * A reading as a point of `reading`: datastream and codec version are its tags, all else fields. Its time is the phenomenon time and, below the
 * millisecond, a place that follows from the device: two devices on one datastream have two writers, whose points never overwrite each other.
 * A field that is not written again stays from the point before: `isNumber` says whether `value` is this claim's.
 */
export function readingLine(reading: Reading): string {
  const { datastream, codecVersion, phenomenonTime, device, value, message } = reading;
  const fields = { value, reading: JSON.stringify(together(reading)), message };
  return lineOf('reading', { datastream, codec: codecVersion }, fields, nsOf(phenomenonTime) + placeOf(device));
}

/** After every time that a reading may have, and where no retention reaches, ms. */
export const timeOfLatest = Date.UTC(2200, 0, 1);

type Newest = readonly [phenomenonTime: number, codecVersion: string, value: string | null, message: string, ...Together];

/** The same as the newest of its datastream, whole in one field, at a fixed time, where the next newest overwrites it. */
export function latestLine(reading: Reading): string {
  const { datastream, codecVersion, phenomenonTime, device, value, message } = reading;
  // As text: JSON has no -0.
  const text = value === null ? null : Object.is(value, -0) ? '-0' : String(value);
  const newest: Newest = [phenomenonTime, codecVersion, text, message, ...together(reading)];
  return lineOf('latest', { datastream }, { reading: JSON.stringify(newest) }, nsOf(timeOfLatest) + placeOf(device));
}

function together({ value, raw, quantity, site, device, evidence, flags, receivedTime, frame }: Reading): Together {
  return [value !== null, raw ?? null, quantity, site, device, evidence, flags, receivedTime, frame];
}

/** ns below the millisecond. */
function placeOf(device: string): bigint {
  const known = places.get(device);
  if (known !== undefined) return known;
  const place = BigInt(createHash('sha256').update(device).digest().readUInt32BE() % 1_000_000);
  if (places.size >= mostPlaces) places.clear();
  places.set(device, place);
  return place;
}
const places = new Map<string, bigint>();
const mostPlaces = 100_000;

/** Of `reading`. A bare one has its frame too while it is settled. */
export const bareColumns = 'datastream, codec, value, reading';
export const columns = `${bareColumns}, message`;
/** Of `reading`, to settle a claim. */
export const claimColumns = 'datastream, codec, reading';
/** Of `latest`. */
export const latestColumns = 'datastream, reading';

/**
 * Whether all fields of a row of `reading` are there. While a point is being written, the server shows its fields one after the other; of what it
 * has not acknowledged nothing is promised, so a reading that is not whole is not there yet.
 */
export const isWhole = ([, , , value, text = '', message]: Row): boolean =>
  text !== '' && message !== '' && (value !== '' || !text.startsWith('[true'));

// By place, and each in one literal: with the rest of a list taken as a list this takes several times as long.

export function toReading([time, datastream = '', codec = '', value, text = '', message = '']: Row): Reading {
  const all = JSON.parse(text) as Together;
  const reading: Reading = {
    datastream: nameOf(datastream),
    phenomenonTime: Number(time),
    codecVersion: nameOf(codec),
    value: all[0] ? Number(value) : null,
    quantity: all[2],
    site: all[3],
    device: all[4],
    evidence: all[5],
    frame: all[8],
    message,
    receivedTime: all[7],
    flags: all[6],
  };
  if (all[1] !== null) reading.raw = all[1];
  return reading;
}

/** Frame included, for `outranks`. */
export function toFramed([time, datastream = '', codec = '', value, text = '']: Row): BareReading & Pick<Reading, 'frame'> {
  const all = JSON.parse(text) as Together;
  const reading: BareReading & Pick<Reading, 'frame'> = {
    datastream: nameOf(datastream),
    phenomenonTime: Number(time),
    codecVersion: nameOf(codec),
    value: all[0] ? Number(value) : null,
    quantity: all[2],
    site: all[3],
    device: all[4],
    evidence: all[5],
    frame: all[8],
    receivedTime: all[7],
    flags: all[6],
  };
  if (all[1] !== null) reading.raw = all[1];
  return reading;
}

type Claim = Pick<Reading, 'datastream' | 'phenomenonTime' | 'codecVersion' | 'evidence' | 'frame'>;

export function toClaim([time, datastream = '', codec = '', text = '']: Row): Claim {
  const all = JSON.parse(text) as Together;
  return { datastream: nameOf(datastream), phenomenonTime: Number(time), codecVersion: nameOf(codec), evidence: all[5], frame: all[8] };
}

export function toLatest([, datastream = '', text = '']: Row): Reading {
  const all = JSON.parse(text) as Newest;
  const reading: Reading = {
    datastream: nameOf(datastream),
    phenomenonTime: all[0],
    codecVersion: all[1],
    value: all[2] === null ? null : Number(all[2]),
    quantity: all[6],
    site: all[7],
    device: all[8],
    evidence: all[9],
    frame: all[12],
    message: all[3],
    receivedTime: all[11],
    flags: all[10],
  };
  if (all[5] !== null) reading.raw = all[5];
  return reading;
}
