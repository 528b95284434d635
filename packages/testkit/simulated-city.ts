import { type CsvTable, cityTables } from './city-tables.ts';
import { type CityAir, cityWeather } from './city-weather.ts';
import { dlPm } from './dl-pm.ts';
import type { Gateway } from './gateway-event.ts';
import { placeLabels, slugOf, town } from './place-names.ts';
import { type SeededRandom, seededRandom } from './seeded-random.ts';
import type { SensorModel } from './sensor-model.ts';
import { sensorModel } from './sensor-models.ts';

export interface CityOptions {
  /** Same seed and number of devices: same city, to the last key. */
  readonly seed: string | number;
  /** 1 to 65 536. */
  readonly devices: number;
  /** Of the devices, one after the other (`sensor-models.ts`); the DL-PM alone when absent. */
  readonly models?: readonly string[];
  /** Shortest and longest time between two reports of a device, s: the city has set each to its own. Absent: as their makers do. */
  readonly intervals?: readonly [shortest: number, longest: number];
  /** What is wrong with some devices, by index. */
  readonly ailments?: Readonly<Record<number, Ailment>>;
}

/** `falls_silent`: reports once, then never again; its interval is the shortest, so that it is soon missed. */
export type Ailment = 'weak_battery' | 'falls_silent';

export interface CitySite {
  readonly id: string;
  readonly label: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Metres above the ground. */
  readonly height: number;
  readonly place: SensorModel['place'];
}

/** A sensor with everything that it and the register must agree on. Hex is lower case. */
export interface CityDevice {
  readonly devEui: string;
  /** `vendor/model`. */
  readonly model: string;
  readonly devAddr: string;
  readonly macVersion: '1.0.2' | '1.0.3';
  readonly nwkSKey: Uint8Array;
  readonly appSKey: Uint8Array;
  /** 16 bits, what the sensor calls itself inside its frames. */
  readonly deviceId: number;
  readonly site: CitySite;
  /** 0.7 in a park to 1.6 at a crossroads: how much of the traffic's dust arrives here. */
  readonly exposure: number;
  /** Seconds between two reports, where the city has set it. */
  readonly interval?: number;
  readonly ailment?: Ailment;
}

export interface City {
  readonly random: SeededRandom;
  readonly gateways: readonly Gateway[];
  readonly devices: readonly CityDevice[];
  readonly air: (time: number) => CityAir;
  /** The register's five tables, to be imported in this order. The session keys are in them. */
  csv(): Record<CsvTable, string>;
}

const usualModels = [dlPm.model];
/** Every 64th device shares the DevAddr of the one before it: a DevAddr is not unique, and those who read it must try all its sessions. */
const addressSharedEvery = 64;
/** NetID 000000: type 0, NwkID 0, which leaves 25 bits. */
const addresses = 2 ** 25;

/**
 * An invented French town on the open plane, its sensors under LoRaWAN 1.0.x, its gateways.
 * @throws RangeError when the number of devices is not 1 to 65 536, or a model cannot be simulated.
 */
export function simulatedCity(options: CityOptions): City {
  const { seed, devices } = options;
  if (!(Number.isInteger(devices) && devices >= 1 && devices <= 65_536)) {
    throw new RangeError(`A simulated city has 1 to 65536 devices; ${devices} were asked for.`);
  }
  const random = seededRandom(`city/${seed}`);
  const made = madeDevices(random, options);
  return {
    random,
    gateways: madeGateways(random.named('gateways')),
    devices: made,
    air: cityWeather(random.named('weather')),
    csv: () => cityTables(made),
  };
}

function madeDevices(random: SeededRandom, { devices, models = usualModels, intervals, ailments = {} }: CityOptions): CityDevice[] {
  const chosen = models.map(sensorModel);
  if (chosen.length === 0) throw new RangeError('A simulated city has one model of device or more; "models" is empty.');
  const ofDevice = Array.from({ length: devices }, (_, i) => chosen[i % chosen.length] ?? dlPm);
  const sites = madeSites(random.named('sites'), ofDevice);
  const firstAddress = random.named('addresses').integer(addresses);
  const series = Buffer.from(random.named('series').bytes(2)).toString('hex');
  return sites.map((site, i) => {
    const own = random.named(`device ${i}`);
    const shared = i % addressSharedEvery === addressSharedEvery - 1 ? 1 : 0;
    const ailment = ailments[i];
    return {
      // 02 marks an EUI as given out locally: no maker's.
      devEui: `02564947${series}${hex(i, 4)}`,
      model: ofDevice[i]?.model ?? dlPm.model,
      // The factor is odd, so that the addresses wander through all 25 bits and only meet after 2^25 devices.
      devAddr: hex((firstAddress + (i - shared) * 1_640_531) % addresses, 8),
      macVersion: i % 3 === 0 ? '1.0.2' : '1.0.3',
      nwkSKey: own.bytes(16),
      appSKey: own.bytes(16),
      deviceId: 5_000 + (i % 60_000),
      site,
      exposure: 0.7 + 0.9 * own.next(),
      ...(intervals && { interval: intervalOf(intervals, own, ailment) }),
      ...(ailment && { ailment }),
    };
  });
}

function intervalOf([shortest, longest]: readonly [number, number], random: SeededRandom, ailment: Ailment | undefined): number {
  return ailment === 'falls_silent' ? shortest : shortest + random.integer(longest - shortest + 1);
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

function madeSites(random: SeededRandom, models: readonly SensorModel[]): CitySite[] {
  const labels = placeLabels(
    random.named('labels'),
    models.map(({ place }) => place),
  );
  return models.map(({ place }, i) => {
    const label = labels[i] ?? '';
    return { id: slugOf(label), label, ...placed(random), height: heightOf(place, random), place };
  });
}

function heightOf(place: SensorModel['place'], random: SeededRandom): number {
  return place === 'indoor' ? 1.5 : Math.round(25 + 15 * random.next()) / 10;
}

/** Densest in the middle, within 2.5 radii of it; 5 decimals are about a metre. */
function placed(random: SeededRandom): { latitude: number; longitude: number } {
  const metres = () => town.radius * Math.max(-2.5, Math.min(2.5, random.normal(0, 1)));
  return {
    latitude: Number((town.latitude + metres() / 111_320).toFixed(5)),
    longitude: Number((town.longitude + metres() / (111_320 * Math.cos((town.latitude * Math.PI) / 180))).toFixed(5)),
  };
}

/** Four around the middle; the last one speaks JSON. */
function madeGateways(random: SeededRandom): Gateway[] {
  return (['protobuf', 'protobuf', 'protobuf', 'json'] as const).map((encoding, i) => ({
    id: `0016c001ff${Buffer.from(random.bytes(2)).toString('hex')}${hex(i + 1, 2)}`,
    encoding,
    latitude: Number((town.latitude + 0.012 * Math.sin((i * Math.PI) / 2)).toFixed(5)),
    longitude: Number((town.longitude + 0.017 * Math.cos((i * Math.PI) / 2)).toFixed(5)),
    altitude: 118 + 3 * random.integer(10),
  }));
}
