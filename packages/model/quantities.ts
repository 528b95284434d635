import type { Words } from './reasons.ts';

/** Where a quantity is shown: the fields of the city. */
export type Field = 'air_quality' | 'climate' | 'energy' | 'device_health';

/** One kind of value that a datastream may carry; every value is kept in this one unit. */
export interface Quantity {
  readonly field: Field;
  readonly label: Words;
  /** Unit of the kept value, as a UCUM code. */
  readonly ucum: string;
  /** The same unit as people read it. */
  readonly display: string;
  /** Address of the definition: EEA data dictionary for pollutants, CF standard names for weather, QUDT kinds for the rest. */
  readonly uri: string;
  /** Physically plausible, both ends included; a value outside is flagged `out_of_range`, never dropped (truth 8). */
  readonly range: readonly [min: number, max: number];
}

type Unit = readonly [ucum: string, display: string];
type Range = Quantity['range'];

const row =
  (field: Field) =>
  (fr: string, en: string, [ucum, display]: Unit, range: Range, uri: string): Quantity => ({
    field,
    label: { fr, en },
    ucum,
    display,
    uri,
    range,
  });

const eea = (id: number) => `http://dd.eionet.europa.eu/vocabulary/aq/pollutant/${id}`;
const cf = (standardName: string) => `http://vocab.nerc.ac.uk/standard_name/${standardName}/`;
const qudt = (kind: string) => `http://qudt.org/vocab/quantitykind/${kind}`;

const plain: Unit = ['1', ''];
const percent: Unit = ['%', '%'];
const celsius: Unit = ['Cel', '°C'];
const microgram: Unit = ['ug/m3', 'µg/m³'];
const milligram: Unit = ['mg/m3', 'mg/m³'];
const ppm: Unit = ['[ppm]', 'ppm'];
const ppb: Unit = ['[ppb]', 'ppb'];
const perCm3: Unit = ['/cm3', '1/cm³'];
const nanometre: Unit = ['nm', 'nm'];
const decibelA: Unit = ['dB[SPL]{A}', 'dB(A)'];
const hectopascal: Unit = ['hPa', 'hPa'];
const metrePerSecond: Unit = ['m/s', 'm/s'];
const degree: Unit = ['deg', '°'];
const millimetre: Unit = ['mm', 'mm'];
const millimetrePerHour: Unit = ['mm/h', 'mm/h'];
const lux: Unit = ['lx', 'lx'];
const wattPerM2: Unit = ['W/m2', 'W/m²'];
const deciSiemensPerMetre: Unit = ['dS/m', 'dS/m'];
const wattHour: Unit = ['W.h', 'Wh'];
const watt: Unit = ['W', 'W'];
const voltAmpere: Unit = ['V.A', 'VA'];
const volt: Unit = ['V', 'V'];
const reactiveVoltAmpere: Unit = ['V.A{reactive}', 'var'];
const reactiveVoltAmpereHour: Unit = ['V.A{reactive}.h', 'varh'];
const ampere: Unit = ['A', 'A'];
const hertz: Unit = ['Hz', 'Hz'];
const cubicMetre: Unit = ['m3', 'm³'];
const litre: Unit = ['L', 'L'];

const dust: Range = [0, 1000];
const count: Range = [0, 100_000];
/** Cells for gases read a little below zero in clean air; flagging that would bias every mean upwards. */
const gas: Range = [-20, 2000];
const share: Range = [0, 100];
/** Registers of meters count up from 0: nine digits on a home's, more at a transformer. */
const register: Range = [0, 1e12];
const mains: Range = [0, 500];
const amperes: Range = [-5000, 5000];

const air = row('air_quality');
const climate = row('climate');
const energy = row('energy');
const health = row('device_health');

const particles = cf('number_concentration_of_ambient_aerosol_particles_in_air');
const activeEnergy = qudt('ActiveEnergy');
const reactiveEnergy = qudt('ReactiveEnergy');
const voltage = qudt('Voltage');
const current = qudt('ElectricCurrent');

/**
 * Every quantity, by the name that `device.yaml`, readings and addresses use. Gases by mass are at 293 K and 101.3 kPa, particles at
 * ambient conditions, as the European reporting rules have them. Energies are in Wh, not kWh, so that a meter's whole numbers stay whole.
 */
export const quantities = {
  pm1: air('Particules PM1', 'PM1 particles', microgram, dust, eea(6002)),
  pm2_5: air('Particules PM2,5', 'PM2.5 particles', microgram, dust, eea(6001)),
  pm4: air('Particules PM4', 'PM4 particles', microgram, dust, qudt('MassConcentration')),
  pm10: air('Particules PM10', 'PM10 particles', microgram, dust, eea(5)),
  pn0_5: air('Nombre de particules de 0,3 à 0,5 µm', 'Number of particles, 0.3 to 0.5 µm', perCm3, count, particles),
  pn1: air('Nombre de particules de 0,3 à 1 µm', 'Number of particles, 0.3 to 1 µm', perCm3, count, particles),
  pn2_5: air('Nombre de particules de 0,3 à 2,5 µm', 'Number of particles, 0.3 to 2.5 µm', perCm3, count, particles),
  pn4: air('Nombre de particules de 0,3 à 4 µm', 'Number of particles, 0.3 to 4 µm', perCm3, count, particles),
  pn10: air('Nombre de particules de 0,3 à 10 µm', 'Number of particles, 0.3 to 10 µm', perCm3, count, particles),
  typical_particle_size: air('Taille typique des particules', 'Typical particle size', nanometre, [0, 10_000], qudt('Diameter')),
  no2: air("Dioxyde d'azote (NO₂)", 'Nitrogen dioxide (NO₂)', microgram, gas, eea(8)),
  no: air("Monoxyde d'azote (NO)", 'Nitrogen monoxide (NO)', microgram, gas, eea(38)),
  o3: air('Ozone (O₃)', 'Ozone (O₃)', microgram, [-20, 1000], eea(7)),
  so2: air('Dioxyde de soufre (SO₂)', 'Sulphur dioxide (SO₂)', microgram, gas, eea(1)),
  co: air('Monoxyde de carbone (CO)', 'Carbon monoxide (CO)', milligram, [-1, 1000], eea(10)),
  nh3: air('Ammoniac (NH₃)', 'Ammonia (NH₃)', microgram, [-20, 100_000], eea(35)),
  co2: air('Dioxyde de carbone (CO₂)', 'Carbon dioxide (CO₂)', ppm, [0, 40_000], eea(71)),
  hcho: air('Formaldéhyde (HCHO)', 'Formaldehyde (HCHO)', microgram, [0, 10_000], cf('mass_concentration_of_formaldehyde_in_air')),
  tvoc: air('Composés organiques volatils', 'Volatile organic compounds', ppb, [0, 65_535], 'http://www.wikidata.org/entity/Q910267'),
  voc_index: air('Indice de composés organiques volatils', 'Index of volatile organic compounds', plain, [0, 500], qudt('Dimensionless')),
  laeq: air('Niveau sonore équivalent (LAeq)', 'Equivalent sound level (LAeq)', decibelA, [15, 140], qudt('SoundPressureLevel')),
  la_min: air('Niveau sonore minimal (LAmin)', 'Lowest sound level (LAmin)', decibelA, [15, 140], qudt('SoundPressureLevel')),
  la_max: air('Niveau sonore maximal (LAmax)', 'Highest sound level (LAmax)', decibelA, [15, 140], qudt('SoundPressureLevel')),

  air_temperature: climate("Température de l'air", 'Air temperature', celsius, [-40, 60], cf('air_temperature')),
  relative_humidity: climate('Humidité relative', 'Relative humidity', percent, share, cf('relative_humidity')),
  dew_point: climate('Point de rosée', 'Dew point', celsius, [-60, 40], cf('dew_point_temperature')),
  air_pressure: climate('Pression atmosphérique', 'Air pressure', hectopascal, [600, 1100], cf('air_pressure')),
  wind_speed: climate('Vitesse du vent', 'Wind speed', metrePerSecond, [0, 75], cf('wind_speed')),
  wind_gust: climate('Rafale', 'Wind gust', metrePerSecond, [0, 100], cf('wind_speed_of_gust')),
  wind_direction: climate("Direction d'où vient le vent", 'Direction the wind blows from', degree, [0, 360], cf('wind_from_direction')),
  rainfall: climate(
    'Pluie depuis la mesure précédente',
    'Rain since the reading before',
    millimetre,
    [0, 500],
    cf('thickness_of_rainfall_amount'),
  ),
  rainfall_rate: climate('Intensité de la pluie', 'Rainfall rate', millimetrePerHour, [0, 500], cf('rainfall_rate')),
  illuminance: climate('Éclairement lumineux', 'Illuminance', lux, [0, 200_000], qudt('Illuminance')),
  solar_irradiance: climate(
    'Rayonnement solaire',
    'Solar radiation',
    wattPerM2,
    [0, 2000],
    cf('surface_downwelling_shortwave_flux_in_air'),
  ),
  uv_index: climate('Indice UV', 'UV index', plain, [0, 25], cf('ultraviolet_index')),
  surface_temperature: climate('Température de surface', 'Surface temperature', celsius, [-50, 100], cf('surface_temperature')),
  soil_temperature: climate('Température du sol', 'Soil temperature', celsius, [-40, 70], cf('soil_temperature')),
  soil_moisture: climate('Humidité du sol', 'Soil moisture', percent, share, cf('volume_fraction_of_condensed_water_in_soil')),
  soil_conductivity: climate('Conductivité du sol', 'Soil conductivity', deciSiemensPerMetre, [0, 621], qudt('ElectricConductivity')),
  water_temperature: climate("Température de l'eau", 'Water temperature', celsius, [-5, 50], qudt('Temperature')),

  active_energy_import: energy('Énergie active soutirée (index)', 'Active energy imported (index)', wattHour, register, activeEnergy),
  active_energy_export: energy('Énergie active injectée (index)', 'Active energy exported (index)', wattHour, register, activeEnergy),
  reactive_energy_import: energy(
    'Énergie réactive soutirée (index)',
    'Reactive energy imported (index)',
    reactiveVoltAmpereHour,
    register,
    reactiveEnergy,
  ),
  reactive_energy_export: energy(
    'Énergie réactive injectée (index)',
    'Reactive energy exported (index)',
    reactiveVoltAmpereHour,
    register,
    reactiveEnergy,
  ),
  active_power: energy('Puissance active', 'Active power', watt, [-1e7, 1e7], qudt('ActivePower')),
  apparent_power: energy('Puissance apparente', 'Apparent power', voltAmpere, [0, 1e7], qudt('ApparentPower')),
  reactive_power: energy('Puissance réactive', 'Reactive power', reactiveVoltAmpere, [-1e7, 1e7], qudt('ReactivePower')),
  power_factor: energy('Facteur de puissance', 'Power factor', plain, [-1, 1], qudt('PowerFactor')),
  mains_frequency: energy('Fréquence du réseau', 'Mains frequency', hertz, [45, 65], qudt('Frequency')),
  voltage: energy('Tension', 'Voltage', volt, mains, voltage),
  voltage_l1: energy('Tension, phase 1', 'Voltage, phase 1', volt, mains, voltage),
  voltage_l2: energy('Tension, phase 2', 'Voltage, phase 2', volt, mains, voltage),
  voltage_l3: energy('Tension, phase 3', 'Voltage, phase 3', volt, mains, voltage),
  current: energy('Intensité', 'Electric current', ampere, amperes, current),
  current_l1: energy('Intensité, phase 1', 'Current, phase 1', ampere, amperes, current),
  current_l2: energy('Intensité, phase 2', 'Current, phase 2', ampere, amperes, current),
  current_l3: energy('Intensité, phase 3', 'Current, phase 3', ampere, amperes, current),
  gas_volume: energy('Volume de gaz (index)', 'Volume of gas (index)', cubicMetre, [0, 1e9], qudt('Volume')),
  water_volume: energy("Volume d'eau (index)", 'Volume of water (index)', litre, register, qudt('Volume')),
  heat_energy: energy('Énergie thermique (index)', 'Heat energy (index)', wattHour, register, qudt('ThermalEnergy')),

  battery_voltage: health('Tension de la pile', 'Battery voltage', volt, [0, 60], voltage),
  battery_level: health('Charge de la pile', 'Battery level', percent, share, qudt('DimensionlessRatio')),
  internal_temperature: health(
    "Température interne de l'appareil",
    'Internal temperature of the device',
    celsius,
    [-40, 100],
    qudt('Temperature'),
  ),
} satisfies Record<string, Quantity>;

export type QuantityName = keyof typeof quantities;
export const quantityNames = Object.keys(quantities) as [QuantityName, ...QuantityName[]];

/** The quantity of that name, or undefined for a name that is not in the table. */
export function quantityNamed(name: string): Quantity | undefined {
  return Object.hasOwn(quantities, name) ? quantities[name as QuantityName] : undefined;
}
