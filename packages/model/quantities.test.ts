import { expect, test } from '@jest/globals';
import { type Quantity, quantities, quantityNamed, quantityNames } from './quantities.ts';

const rows: [string, Quantity][] = Object.entries(quantities);

/** UCUM codes in use, each checked by hand against the UCUM tables (c/s column). A new unit is added here after the same check. */
const ucumCodes = [
  ...['1', '%', 'Cel', 'ug/m3', 'mg/m3', '[ppm]', '[ppb]', '/cm3', 'nm', 'dB[SPL]{A}', 'hPa', 'm/s', 'deg', 'mm', 'mm/h', 'lx', 'W/m2'],
  ...['dS/m', 'W.h', 'W', 'V.A', 'V', 'V.A{reactive}', 'V.A{reactive}.h', 'A', 'Hz', 'm3', 'L'],
];

/** One definition, several rows: a vocabulary that has no finer term than these. */
const sharedDefinitions = {
  'http://vocab.nerc.ac.uk/standard_name/number_concentration_of_ambient_aerosol_particles_in_air/': /^pn\d/,
  'http://qudt.org/vocab/quantitykind/ActiveEnergy': /^active_energy_(import|export)$/,
  'http://qudt.org/vocab/quantitykind/ReactiveEnergy': /^reactive_energy_(import|export)$/,
  'http://qudt.org/vocab/quantitykind/Voltage': /^(battery_)?voltage(_l[123])?$/,
  'http://qudt.org/vocab/quantitykind/ElectricCurrent': /^current(_l[123])?$/,
  'http://qudt.org/vocab/quantitykind/Volume': /^(gas|water)_volume$/,
  'http://qudt.org/vocab/quantitykind/SoundPressureLevel': /^la(eq|_min|_max)$/,
  'http://qudt.org/vocab/quantitykind/Temperature': /^(water|internal)_temperature$/,
};

test.each(rows)('%s is a name for addresses: lower snake case', (name) => {
  expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
});

test.each(rows)('%s has a label in both languages, written for people', (name, { label }) => {
  for (const words of [label.fr, label.en]) {
    expect(words.trim()).toBe(words);
    expect(words.length).toBeGreaterThan(3);
    expect(words).not.toBe(name);
    expect(words).toMatch(/^\p{Lu}[^_]*$/u);
  }
});

test.each(rows)('%s has a checked UCUM code and a unit that people read', (_name, { ucum, display }) => {
  expect(ucumCodes).toContain(ucum);
  expect(display === '').toBe(ucum === '1');
  expect(display).not.toMatch(/u[gm]|m[23]|[{}[\]]/);
});

test.each(rows)('%s has a plausible range, finite and ordered', (_name, { range: [min, max] }) => {
  expect(Number.isFinite(min) && Number.isFinite(max)).toBe(true);
  expect(min).toBeLessThan(max);
});

test.each(rows)('%s is defined at an absolute web address', (_name, { uri }) => {
  expect(new URL(uri).protocol).toMatch(/^https?:$/);
  expect(new URL(uri).href).toBe(uri);
});

test('labels tell quantities apart, in both languages', () => {
  for (const language of ['fr', 'en'] as const) {
    expect(new Set(rows.map(([, { label }]) => label[language])).size).toBe(rows.length);
  }
});

test('a definition belongs to one quantity, unless its vocabulary has no finer term', () => {
  const shared = new Map<string, RegExp>(Object.entries(sharedDefinitions));
  for (const [name, { uri }] of rows) {
    const alone = rows.every(([other, quantity]) => other === name || quantity.uri !== uri);
    if (!alone) expect(name).toMatch(shared.get(uri) ?? /^only one row may say so$/);
  }
});

test('each unit is shown in one way', () => {
  const pairs = new Set(rows.map(([, { ucum, display }]) => `${ucum} → ${display}`));
  expect(pairs.size).toBe(new Set(rows.map(([, { ucum }]) => ucum)).size);
});

test('a quantity is found by its name only', () => {
  for (const name of quantityNames) expect(quantityNamed(name)).toBe(quantities[name]);
  for (const name of ['', 'PM10', 'toString', '__proto__']) expect(quantityNamed(name)).toBeUndefined();
});
