import { nearestName } from '../model/nearest-name.ts';
import type { Refusal } from './csv-problem.ts';
import { columnsOf, type TableName, tableNames } from './csv-tables.ts';

export interface Header {
  readonly table: TableName | null;
  /** Names of the columns, in the file's order. */
  readonly columns: readonly string[];
  /** Not empty: no row can be read. */
  readonly refusals: readonly Refusal[];
}

const mostColumns = 50;

/** Recognises the table by the names of its columns and checks them. */
export function readHeader(names: readonly string[]): Header {
  const table = recognise(names);
  if (table === null) return { table, columns: names, refusals: [unrecognised()] };
  return { table, columns: names, refusals: [...unknown(table, names), ...repeated(names), ...missing(table, names)] };
}

/** Most columns in common; of equals the first. */
function recognise(names: readonly string[]): TableName | null {
  if (names.length > mostColumns) return null;
  const ranked = tableNames
    .map((table) => ({ table, known: knownOf(table, names) }))
    .filter(({ known }) => known > 0)
    .toSorted((a, b) => b.known - a.known);
  return ranked[0]?.table ?? null;
}

function knownOf(table: TableName, names: readonly string[]): number {
  return columnsOf(table).filter(({ name }) => names.includes(name)).length;
}

function unrecognised(): Refusal {
  const headers = tableNames.map((table) => `${table}: ${namesOf(table).join(',')}`);
  return {
    column: null,
    reason: `this is the header of no table; the first line names the columns, separated by commas or semicolons (${headers.join('; ')})`,
  };
}

function unknown(table: TableName, names: readonly string[]): Refusal[] {
  const known = namesOf(table);
  return names.flatMap((name, i) => {
    if (known.includes(name)) return [];
    const nearest = nearestName(name, known);
    return [{ column: `column ${i + 1}`, reason: `not a column of ${table}; the nearest is ${nearest} (all: ${known.join(', ')})` }];
  });
}

function repeated(names: readonly string[]): Refusal[] {
  return names.flatMap((name, i) =>
    names.indexOf(name) < i ? [{ column: `column ${i + 1}`, reason: 'this column was named before' }] : [],
  );
}

function missing(table: TableName, names: readonly string[]): Refusal[] {
  return columnsOf(table)
    .filter(({ name, required }) => required && !names.includes(name))
    .map(({ name, wants }) => ({ column: name, reason: `missing in the header; ${table} needs it: ${wants}` }));
}

function namesOf(table: TableName): string[] {
  return columnsOf(table).map(({ name }) => name);
}
