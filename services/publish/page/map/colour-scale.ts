/** Cividis (Nuñez, Anderton, Renslow 2018): even in lightness, and the same to readers who tell red from green and to those who do not. */
const cividis = ['#00224e', '#123570', '#3b496c', '#575d6d', '#707173', '#8a8678', '#a59c74', '#c3b369', '#e1cc55', '#fee838'].map(
  channels,
);

export interface Domain {
  readonly min: number;
  readonly max: number;
}

/** The colour of a value as #rrggbb; outside of the domain, that of its nearer end. */
export function colourOf(value: number, { min, max }: Domain): string {
  const share = max > min ? Math.min(1, Math.max(0, (value - min) / (max - min))) : 0.5;
  const at = share * (cividis.length - 1);
  const low = cividis[Math.floor(at)] ?? [0, 0, 0];
  const high = cividis[Math.ceil(at)] ?? low;
  return `#${low.map((channel, i) => hex(channel + ((high[i] ?? channel) - channel) * (at - Math.floor(at)))).join('')}`;
}

/** Less than this between two values is no difference to show in colours. UCUM. */
const leastSpans: Readonly<Record<string, number>> = {
  'ug/m3': 20,
  '[ppm]': 200,
  Cel: 10,
  '%': 20,
  hPa: 10,
  'dB[SPL]{A}': 20,
  V: 1,
  '/cm3': 50,
};

/** Round ends around the values, in a few steps of 1, 2 or 5; undefined for no value. */
export function domainOf(values: readonly number[], ucum = ''): Domain | undefined {
  if (values.length === 0) return undefined;
  const [lowest, highest] = spread(Math.min(...values), Math.max(...values), leastSpans[ucum] ?? 0);
  const step = niceStep(extentOf(lowest, highest) / 4);
  const min = Math.floor(lowest / step) * step;
  const max = Math.ceil(highest / step) * step;
  return max > min ? { min, max } : { min, max: min + step };
}

/** Of values that are the same but for the rounding of numbers: a tenth of them, or 1 around nothing. */
function extentOf(lowest: number, highest: number): number {
  const size = Math.max(Math.abs(lowest), Math.abs(highest));
  if (highest - lowest > 1e-9 * Math.max(size, 1)) return highest - lowest;
  return size > 1e-9 ? size / 10 : 1;
}

/** As wide at least; what is never below zero is not spread below it. */
function spread(lowest: number, highest: number, least: number): [number, number] {
  const lacking = Math.max(0, least - (highest - lowest));
  const low = lowest >= 0 ? Math.max(0, lowest - lacking / 2) : lowest - lacking / 2;
  return [low, Math.max(highest, low + least)];
}

/** Both; so that colours do not change with every value. */
export function widened(known: Domain | undefined, values: readonly number[], ucum = ''): Domain | undefined {
  const both = domainOf(known ? [known.min, known.max, ...values] : values, ucum);
  return known && both && both.min === known.min && both.max === known.max ? known : both;
}

/** The ends, and round values between them: 3 to 6. */
export function ticksOf({ min, max }: Domain): number[] {
  const step = niceStep((max - min) / 4);
  const inner = Array.from({ length: Math.floor((max - min) / step + 1e-9) + 1 }, (_, i) => min + i * step);
  return inner.map((tick) => Number(tick.toPrecision(12)));
}

/** The next 1, 2 or 5 times a power of ten. */
export function niceStep(length: number): number {
  const power = 10 ** Math.floor(Math.log10(length));
  const factor = [1, 2, 5, 10].find((one) => one * power >= length * 0.999_999) ?? 10;
  return factor * power;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

const hex = (channel: number) => Math.round(channel).toString(16).padStart(2, '0');
