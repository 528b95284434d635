import { nearestWhole, type SensorFrame } from './sensor-frame.ts';

/**
 * The frame of a Decentlab DL-PM, protocol version 2, as its maker documents it (decentlab.com/support). All words are big-endian, 16 bits.
 *
 *   byte 0       protocol version, 2
 *   bytes 1–2    device id
 *   bytes 3–4    flags: bit n is set when the words of group n follow, in order
 *   group 0      battery (mV)
 *   group 1      PM1, PM2.5, PM4, PM10 (0.1 µg/m³), typical particle size (nm), numbers up to 0.5, 1, 2.5, 4, 10 µm (0.1 per cm³)
 *   group 2      temperature (175.72 × word ÷ 65536 − 46.85 °C), humidity (125 × word ÷ 65536 − 6 %)
 *   group 3      pressure (2 Pa)
 */
interface Word {
  readonly quantity: string;
  /** In the quantity's unit, by the same operations in the same order as codec.js and device.yaml, so that it is equal bit for bit. */
  readonly value: (word: number) => number;
  readonly word: (value: number) => number;
}

const tenths = (quantity: string): Word => ({ quantity, value: (word) => word / 10, word: (value) => value * 10 });
const whole = (quantity: string): Word => ({ quantity, value: (word) => word, word: (value) => value });

type Group = readonly Word[];

const groups: readonly Group[] = [
  [{ quantity: 'battery_voltage', value: (word) => word / 1000, word: (value) => value * 1000 }],
  [...['pm1', 'pm2_5', 'pm4', 'pm10'].map(tenths), whole('typical_particle_size'), ...['pn0_5', 'pn1', 'pn2_5', 'pn4', 'pn10'].map(tenths)],
  [
    {
      quantity: 'air_temperature',
      value: (word) => (175.72 * word) / 65536 - 46.85,
      word: (value) => ((value + 46.85) * 65536) / 175.72,
    },
    { quantity: 'relative_humidity', value: (word) => (125 * word) / 65536 - 6, word: (value) => ((value + 6) * 65536) / 125 },
  ],
  [{ quantity: 'air_pressure', value: (word) => (word * 2) / 100, word: (value) => value * 50 }],
];

const headerLength = 5;
const longest = headerLength + 2 * groups.flat().length;
export const dlPmFPort = 1;

/**
 * The frame that carries these values, in the units of the quantities; a group of which any value is missing is left out.
 * A value outside what its word can hold becomes the nearest that it can.
 */
export function encodeDlPm(deviceId: number, measured: Readonly<Record<string, number>>): SensorFrame {
  const bytes = Buffer.alloc(longest);
  const values: Record<string, number> = {};
  let flags = 0;
  let end = headerLength;
  for (const [n, group] of groups.entries()) {
    if (!group.every(({ quantity }) => measured[quantity] !== undefined)) continue;
    flags |= 1 << n;
    end = writeGroup(bytes, end, group, measured, values);
  }
  bytes.writeUInt8(2, 0);
  bytes.writeUInt16BE(deviceId, 1);
  bytes.writeUInt16BE(flags, 3);
  return { plaintext: bytes.subarray(0, end), values };
}

/** Adds to `values` what the words will be read as; answers where the next group begins. */
function writeGroup(
  bytes: Buffer,
  start: number,
  group: Group,
  measured: Readonly<Record<string, number>>,
  values: Record<string, number>,
): number {
  let at = start;
  for (const { quantity, value, word } of group) {
    const raw = nearestWhole(word(measured[quantity] ?? 0), 0, 0xffff);
    at = bytes.writeUInt16BE(raw, at);
    values[quantity] = value(raw);
  }
  return at;
}
