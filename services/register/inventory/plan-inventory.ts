import { hash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Inventory } from '../../../packages/inventory/inventory.ts';
import { applyTo, type Change, keyOf } from '../../../packages/register/change.ts';
import { type TableName, tableNames } from '../../../packages/register/csv-tables.ts';
import { importCsv } from '../../../packages/register/import-csv.ts';
import { proposePlain } from '../../../packages/register/propose-session.ts';
import type { RegisterView } from '../../../packages/register/register-view.ts';
import type { PlainSession } from '../../../packages/register/session-keys.ts';
import { csvTexts, rowOfLine } from './csv-text.ts';
import type { InventoryRequest } from './inventory-request.ts';
import { type PlannedDevice, type RowParts, refOfSite, rowsOf } from './rows-of.ts';
import { sessionOf } from './session-of.ts';

/** Rows that are judged in one go: the process has other work too (truth 7). */
const slice = 1_000;

export interface PlannedTable {
  readonly table: TableName;
  added: number;
  changed: number;
  unchanged: number;
}

export interface PlanProblem {
  readonly table: TableName;
  /** Reference of the device. */
  readonly device: string | null;
  readonly column: string | null;
  readonly reason: string;
}

export interface Plan {
  readonly devices: readonly PlannedDevice[];
  readonly tables: readonly PlannedTable[];
  readonly problems: readonly PlanProblem[];
  /** Tables of each device in which something is added or changed. */
  readonly touched: ReadonlyMap<string, readonly string[]>;
  /** The register as it would be. */
  readonly draft: RegisterView;
  /** Texts to be imported, in this order, and sessions to be entered after them. */
  readonly csv: readonly string[];
  readonly sessions: readonly PlainSession[];
  /** Equal marks: the same would be done. */
  readonly mark: string;
}

/** What an import would do, judged by the register's own rules on a copy of it. Nothing is written. */
export async function planInventory(inventory: Inventory, { from, choices }: InventoryRequest, parts: RowParts): Promise<Plan> {
  const rows = rowsOf(inventory, choices, parts);
  const planning = new Planning(parts);
  const csv: string[] = [];
  for (const table of tableNames) {
    const planned = table in rows.tables ? rows.tables[table as keyof typeof rows.tables] : [];
    for (const { text, rows: some } of csvTexts(planned, slice)) {
      csv.push(text);
      planning.importTable(table, text, (line) => rowOfLine(some, line)?.ref ?? null);
      await turn();
    }
  }
  const origin = from.server === 'chirpstack' ? 'asked' : 'imported';
  const sessions: PlainSession[] = [];
  for (const [at, { ref, device }] of rows.devices.entries()) {
    const { session, macVersion } = device;
    if (!session || !planning.draft.device(ref) || parts.destroyed.has(ref)) continue;
    const plain = sessionOf(session, { device: ref, macVersion, origin }, planning.draft, parts.masterKey);
    sessions.push(plain);
    planning.enterSession(plain);
    if (at % slice === 0) await turn();
  }
  return { ...planning.result(), devices: rows.devices, csv, sessions, mark: markOf(csv, sessions, planning) };
}

/** The register as it becomes, and what was seen on the way. */
class Planning {
  readonly draft: RegisterView;
  readonly #parts: RowParts;
  readonly #tables = new Map<TableName, PlannedTable>();
  readonly #problems: PlanProblem[] = [];
  readonly #touched = new Map<string, string[]>();

  constructor(parts: RowParts) {
    this.#parts = parts;
    this.draft = parts.register.copy();
  }

  importTable(table: TableName, text: string, refOfLine: (line: number) => string | null): void {
    const { changes, unchanged, problems } = importCsv(text, this.draft, this.#parts.masterKey);
    this.#tableOf(table).unchanged += unchanged;
    for (const change of changes) this.#take(table, change);
    for (const { line, column, reason } of problems) this.#problems.push({ table, device: refOfLine(line), column, reason });
  }

  enterSession(plain: PlainSession): void {
    const proposed = proposePlain(plain, this.draft, this.#parts.masterKey);
    if (Array.isArray(proposed)) {
      for (const { column, reason } of proposed) this.#problems.push({ table: 'sessions', device: plain.device, column, reason });
    } else if (isDeepStrictEqual(this.draft.session(proposed.id), proposed)) this.#tableOf('sessions').unchanged += 1;
    else this.#take('sessions', proposed);
  }

  result() {
    const tables = tableNames.flatMap((name) => this.#tables.get(name) ?? []);
    return { tables, problems: this.#problems, touched: this.#touched, draft: this.draft };
  }

  #take(table: TableName, change: Change): void {
    const isNew = this.draft.standing(keyOf(change)) === undefined;
    this.#tableOf(table)[isNew ? 'added' : 'changed'] += 1;
    const device = deviceOf(change);
    if (device !== undefined) this.#touched.set(device, [...(this.#touched.get(device) ?? []), table]);
    applyTo(this.draft, change);
  }

  #tableOf(table: TableName): PlannedTable {
    const known = this.#tables.get(table) ?? { table, added: 0, changed: 0, unchanged: 0 };
    this.#tables.set(table, known);
    return known;
  }
}

/** Whose change it is, where it is a device's. */
function deviceOf(change: Change): string | undefined {
  if ('device' in change) return change.device;
  if (change.entity === 'device') return change.ref;
  return change.entity === 'site' ? refOfSite(change.id) : undefined;
}

/** Not of when a session was asked for: that is another moment each time. */
function markOf(csv: readonly string[], sessions: readonly PlainSession[], planning: Planning): string {
  const { tables } = planning.result();
  const said = sessions.map(({ since: _, ...plain }) => Object.entries(plain).map(([name, value]) => `${name} ${hexOf(value)}`));
  return hash('sha256', JSON.stringify([csv, said, tables]), 'hex').slice(0, 32);
}

const hexOf = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value));
