import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { applyTo, type Change, keyOf } from './change.ts';
import type { CsvProblem, Refusal } from './csv-problem.ts';
import { columnsOf, type Row, type TableName, tables } from './csv-tables.ts';
import type { MasterKey } from './master-key.ts';
import { proposeAssignment, proposeDevice, proposeOrganisation, proposeSite } from './propose-entity.ts';
import { proposeKek, proposeRootKeys, proposeSession } from './propose-session.ts';
import { type CsvRow, readCsv } from './read-csv.ts';
import type { RegisterView } from './register-view.ts';

export interface ImportResult {
  /** null: the header is of no table. */
  readonly table: TableName | null;
  /** Good rows that change something, and good rows that the register already says. */
  readonly accepted: number;
  readonly unchanged: number;
  /** To be written (`register-records.ts`), in this order. */
  readonly changes: readonly Change[];
  /** In the order of lines. */
  readonly problems: readonly CsvProblem[];
}

/**
 * What a CSV file (`csv-tables.ts`) changes in the register. Good rows enter in spite of bad ones; the same file again changes nothing.
 * Neither the register nor anything else is touched.
 * @throws SealBroken when the register's sessions were sealed with another master key.
 */
export function importCsv(text: string, register: RegisterView, keys: MasterKey): ImportResult {
  const { table, rows, problems } = readCsv(text);
  const draft = new Draft(register, keys);
  if (table !== null) importers[table](rows, draft);
  return {
    table,
    accepted: draft.changes.length,
    unchanged: draft.unchanged,
    changes: draft.changes,
    problems: [...problems, ...draft.problems].toSorted((a, b) => a.line - b.line),
  };
}

/** The register as it would be after the rows taken in so far. */
class Draft {
  readonly view: RegisterView;
  readonly keys: MasterKey;
  readonly changes: Change[] = [];
  readonly problems: CsvProblem[] = [];
  unchanged = 0;
  /** The line of this file that spoke of a key first. */
  readonly #said = new Map<string, number>();

  constructor(register: RegisterView, keys: MasterKey) {
    this.view = register.copy();
    this.keys = keys;
  }

  enter(line: number, proposed: Change | Refusal[]): void {
    if (Array.isArray(proposed)) this.#refuse(line, proposed);
    else this.#take(line, proposed);
  }

  #take(line: number, change: Change): void {
    const key = keyOf(change);
    const earlier = this.#said.get(key);
    if (isDeepStrictEqual(this.view.standing(key), change)) this.unchanged += 1;
    else if (earlier !== undefined) this.#refuse(line, [{ column: null, reason: `says otherwise than line ${earlier} of the same` }]);
    else this.#change(change);
    this.#said.set(key, earlier ?? line);
  }

  #change(change: Change): void {
    this.changes.push(change);
    applyTo(this.view, change);
  }

  #refuse(line: number, refusals: readonly Refusal[]): void {
    this.problems.push(...refusals.map((refusal) => ({ line, ...refusal })));
  }
}

type Importer = (rows: readonly CsvRow[], draft: Draft) => void;
type Propose<R> = (row: R, view: RegisterView, keys: MasterKey) => Change | Refusal[];

const importers: Record<TableName, Importer> = {
  organisations: importer('organisations', tables.organisations, proposeOrganisation),
  sites: importer('sites', tables.sites, proposeSite),
  devices: importer('devices', tables.devices, proposeDevice),
  sessions: importer('sessions', tables.sessions, proposeSession),
  // Whatever the order of lines, a device leaves a place before it comes to the next.
  assignments: importer('assignments', tables.assignments, proposeAssignment, byBeginning),
  root_keys: importer('root_keys', tables.root_keys, proposeRootKeys),
  keks: importer('keks', tables.keks, proposeKek),
};

function byBeginning(a: Row<'assignments'>, b: Row<'assignments'>): number {
  return a.from - b.from;
}

function importer<R>(table: TableName, schema: z.ZodType<R>, propose: Propose<R>, order: (a: R, b: R) => number = () => 0): Importer {
  return (rows, draft) => {
    const read = rows.map(({ line, cells }) => ({ line, cells, parsed: schema.safeParse(cells) }));
    for (const { line, cells, parsed } of read) if (!parsed.success) draft.enter(line, refusalsOf(table, cells, parsed.error));
    const good = read.flatMap(({ line, parsed }) => (parsed.success ? [{ line, row: parsed.data }] : []));
    for (const { line, row } of good.toSorted((a, b) => order(a.row, b.row))) draft.enter(line, propose(row, draft.view, draft.keys));
  };
}

/** One refusal for each bad cell. What stands there is described, never shown (truth 11). */
function refusalsOf(table: TableName, cells: CsvRow['cells'], error: z.ZodError): Refusal[] {
  const bad = new Set(error.issues.map(({ path }) => path[0]));
  return columnsOf(table)
    .filter(({ name }) => bad.has(name))
    .map(({ name, wants }) => ({ column: name, reason: `${described(cells[name])}; wants ${wants}` }));
}

function described(cell: string | undefined): string {
  return cell === undefined ? 'empty' : `text of ${cell.length} characters`;
}
