import { nearestWhole, type SensorFrame } from './sensor-frame.ts';

/**
 * The frame of an Elsys ERS CO2: a row of values, each a byte for its type and then 1 or 2 bytes, big-endian, as in its maker's sensor payload
 * document. 1 temperature (0.1 °C), 2 humidity (%), 4 light (lx), 5 motion (times), 6 CO2 (ppm), 7 battery (mV).
 */
interface Field {
  readonly type: number;
  readonly measured: string;
  readonly range: readonly [least: number, most: number];
  readonly steps: number;
  /** In the quantity's unit, by the same operations in the same order as codec.js and device.yaml; absent: no quantity. */
  readonly value?: (word: number) => number;
}

const byte: Field['range'] = [0, 0xff];
const word: Field['range'] = [0, 0xffff];

const fields: readonly Field[] = [
  { type: 1, measured: 'air_temperature', range: [-0x8000, 0x7fff], steps: 10, value: (tenths) => tenths / 10 },
  { type: 2, measured: 'relative_humidity', range: byte, steps: 1, value: (percent) => percent },
  { type: 4, measured: 'illuminance', range: word, steps: 1, value: (lux) => lux },
  { type: 5, measured: 'motion', range: byte, steps: 1 },
  { type: 6, measured: 'co2', range: word, steps: 1, value: (ppm) => ppm },
  { type: 7, measured: 'battery_voltage', range: word, steps: 1000, value: (millivolts) => millivolts / 1000 },
];

/** The frame that carries these values, in the units of the quantities (`motion`: times); what is missing is left out. */
export function encodeErsCo2(measured: Readonly<Record<string, number>>): SensorFrame {
  const values: Record<string, number> = {};
  const bytes = fields.flatMap((field) => {
    const given = measured[field.measured];
    if (given === undefined) return [];
    const whole = nearestWhole(given * field.steps, ...field.range);
    if (field.value) values[field.measured] = field.value(whole);
    return [field.type, ...(field.range === byte ? [whole] : [(whole >> 8) & 0xff, whole & 0xff])];
  });
  return { plaintext: Uint8Array.from(bytes), values };
}
