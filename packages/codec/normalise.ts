import { quantities } from '../model/quantities.ts';
import type { ReadingFlag } from '../model/reading.ts';
import { leafPaths, readerOf } from './data-path.ts';
import type { DeclaredDevice } from './declared-device.ts';
import type { DeclaredDatastream } from './device-declaration.ts';

/** What normalising needs to know of quantities: the range, ends included, outside which a value is flagged. */
export type RangeTable = Readonly<Record<string, { readonly range: readonly [number, number] }>>;

/** Time of the frame and received time, ms since 1970. */
export interface When {
  readonly time: number;
  readonly receivedTime: number;
}

export interface NormalisedValue {
  readonly quantity: string;
  readonly phenomenonTime: number;
  /** In the quantity's unit; null when what the codec gave is no finite number. */
  readonly value: number | null;
  /** Its text then, at most 64 characters. */
  readonly raw?: string;
  readonly flags: ReadingFlag[];
}

export interface Normalised {
  /** In the order of the declaration. */
  readonly values: readonly NormalisedValue[];
  /** Paths of what the codec gave and the device does not declare; their names are the codec's, so they are for technicians only (truth 11). */
  readonly unknown: readonly string[];
  /** The codec gave nothing at all. */
  readonly empty: boolean;
}

const earliest = Date.UTC(2000, 0, 1);
const day = 86_400_000;
const mostUnknown = 50;
const longestText = 64;

/**
 * The vendor's named values as values of our quantities. Whatever is odd is flagged and kept (truth 8); what is absent or null gives no value.
 * @throws Error when a declared quantity is not in `table`, which a loaded catalogue rules out.
 */
export function normalise(data: unknown, device: DeclaredDevice, when: When, table: RangeTable = quantities): Normalised {
  const given = leafPaths(data);
  const { datastreams, declared } = preparedFor(device);
  return {
    values: datastreams.flatMap(({ datastream, valueIn }) => normaliseOne(valueIn(data), datastream, when, table)),
    unknown: given
      .filter((path) => !declared.has(path))
      .slice(0, mostUnknown)
      .map(bounded),
    empty: given.length === 0,
  };
}

/** What a declaration means for every frame of its device. */
interface Prepared {
  readonly datastreams: readonly { readonly datastream: DeclaredDatastream; readonly valueIn: (data: unknown) => unknown }[];
  /** Paths that are kept or ignored. */
  readonly declared: ReadonlySet<string>;
}

const prepared = new WeakMap<DeclaredDevice, Prepared>();

function preparedFor(device: DeclaredDevice): Prepared {
  const known = prepared.get(device);
  if (known !== undefined) return known;
  const { datastreams, ignored = [] } = device;
  const made = {
    datastreams: datastreams.map((datastream) => ({ datastream, valueIn: readerOf(datastream.path) })),
    declared: new Set([...datastreams.map(({ path }) => path), ...ignored]),
  };
  prepared.set(device, made);
  return made;
}

function normaliseOne(given: unknown, datastream: DeclaredDatastream, when: When, table: RangeTable): NormalisedValue[] {
  if (given === undefined || given === null) return [];
  const { quantity } = datastream;
  const value = numberOf(given, datastream);
  const late = isImpossible(when);
  const flags: ReadingFlag[] = [];
  if (value === null) flags.push('not_a_number');
  else if (isOutside(value, rangeOf(quantity, table))) flags.push('out_of_range');
  if (late) flags.push('bad_time');
  const phenomenonTime = late ? when.receivedTime : when.time;
  return [{ quantity, phenomenonTime, value, ...(value === null && { raw: textOf(given) }), flags }];
}

/** Without factor and offset the number passes bit for bit. A conversion that overflows gives no number. */
function numberOf(given: unknown, { factor, offset }: DeclaredDatastream): number | null {
  if (typeof given !== 'number') return null;
  const scaled = factor === undefined ? given : (given * factor.times) / factor.over;
  const value = offset === undefined ? scaled : scaled + offset;
  return Number.isFinite(value) ? value : null;
}

function rangeOf(quantity: string, table: RangeTable): readonly [number, number] {
  const known = Object.hasOwn(table, quantity) ? table[quantity] : undefined;
  if (known === undefined) throw new Error(`The quantity "${quantity}" is not in the table of quantities that normalise was given.`);
  return known.range;
}

function isOutside(value: number, [min, max]: readonly [number, number]): boolean {
  return value < min || value > max;
}

/** Before 2000, more than a day after it was heard, or no whole millisecond. */
function isImpossible({ time, receivedTime }: When): boolean {
  return !(Number.isInteger(time) && time >= earliest && time <= receivedTime + day);
}

function textOf(given: unknown): string {
  if (Array.isArray(given)) return '[…]';
  return typeof given === 'object' ? '{…}' : bounded(String(given));
}

function bounded(text: string): string {
  return [...text.slice(0, 2 * longestText)].slice(0, longestText).join('');
}
