import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';

/** Columns of The Things Stack's CSV (semicolons, a header) as the fields of an end device. Columns that are not named here say nothing to Vigie. */
const fields: Readonly<Record<string, readonly string[]>> = {
  id: ['ids', 'device_id'],
  dev_eui: ['ids', 'dev_eui'],
  join_eui: ['ids', 'join_eui'],
  app_eui: ['ids', 'join_eui'],
  name: ['name'],
  lorawan_version: ['lorawan_version'],
  brand_id: ['version_ids', 'brand_id'],
  model_id: ['version_ids', 'model_id'],
  app_key: ['root_keys', 'app_key', 'key'],
  nwk_key: ['root_keys', 'nwk_key', 'key'],
  dev_addr: ['session', 'dev_addr'],
  f_nwk_s_int_key: ['session', 'keys', 'f_nwk_s_int_key', 'key'],
  nwk_s_key: ['session', 'keys', 'f_nwk_s_int_key', 'key'],
  s_nwk_s_int_key: ['session', 'keys', 's_nwk_s_int_key', 'key'],
  nwk_s_enc_key: ['session', 'keys', 'nwk_s_enc_key', 'key'],
  app_s_key: ['session', 'keys', 'app_s_key', 'key'],
};

interface Fields {
  [name: string]: Fields | string;
}

/** The rows as end devices in JSON's form. @param count told of what cannot be read */
export function csvDevices(text: string, count: (what: string) => void): unknown[] {
  const [header = '', ...rest] = text.replace(/^\uFEFF/, '').split('\n');
  if (!/(?:^|[;,"])dev_eui/.test(header)) {
    count('text that is neither JSON nor a CSV with a column dev_eui');
    return [];
  }
  try {
    const options = { columns: true, skip_empty_lines: true, trim: true, delimiter: header.includes(';') ? ';' : ',' } as const;
    return parse<Record<string, string>>([header, ...rest].join('\n'), options).map(deviceOf);
  } catch (error) {
    // Its message quotes the cell, which may be a key.
    if (!(error instanceof CsvError)) throw error;
    count('a CSV whose rows do not fit their header');
    return [];
  }
}

function deviceOf(row: Readonly<Record<string, string>>): Fields {
  const device: Fields = { ids: {} };
  for (const [column, cell] of Object.entries(row)) {
    const path = fields[column];
    if (path && cell !== '') put(device, path, cell);
  }
  return device;
}

function put(fields: Fields, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    fields[name] = value;
    return;
  }
  const inner = fields[name];
  const next: Fields = typeof inner === 'object' ? inner : {};
  fields[name] = next;
  put(next, rest, value);
}
