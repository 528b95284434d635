import { nearestWhole, type SensorFrame } from './sensor-frame.ts';

/** Volts from which the maker's battery status is 1 (low), 2 (OK), 3 (good). */
const statusFrom = [2.5, 2.55, 2.65];
/** A temperature probe would be plugged in, and is not. */
const withoutProbe = [0x01, 0x7f, 0xff, 0x7f, 0xff];

/**
 * The frame of a Dragino LHT65N on port 2, as its maker's manual has it, big-endian: battery (status in 2 bits, then mV), temperature
 * (0.01 °C), humidity (0.1 %), the kind of external sensor, and its 4 bytes. A missing value is taken as 0.
 */
export function encodeLht65n(measured: Readonly<Record<string, number>>): SensorFrame {
  const { battery_voltage = 0, air_temperature = 0, relative_humidity = 0 } = measured;
  const millivolts = nearestWhole(battery_voltage * 1000, 0, 0x3fff);
  const hundredths = nearestWhole(air_temperature * 100, -0x8000, 0x7fff);
  const tenths = nearestWhole(relative_humidity * 10, 0, 0xffff);
  const status = statusFrom.filter((volts) => battery_voltage >= volts).length;
  const plaintext = Buffer.alloc(11);
  plaintext.writeUInt16BE(status * 0x4000 + millivolts, 0);
  plaintext.writeInt16BE(hundredths, 2);
  plaintext.writeUInt16BE(tenths, 4);
  plaintext.set(withoutProbe, 6);
  return {
    plaintext,
    values: { battery_voltage: millivolts / 1000, air_temperature: hundredths / 100, relative_humidity: tenths / 10 },
  };
}
