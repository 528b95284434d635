import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Log } from '../../packages/log/contract.ts';
import type { LogLines } from '../../packages/observe/log-line.ts';
import { type Change, keyOf } from '../../packages/register/change.ts';
import { tableNames } from '../../packages/register/csv-tables.ts';
import type { FollowedRegister } from '../../packages/register/follow-register.ts';
import { type ImportResult, importCsv } from '../../packages/register/import-csv.ts';
import type { MasterKey } from '../../packages/register/master-key.ts';
import { readCsv } from '../../packages/register/read-csv.ts';
import { registerRecords } from '../../packages/register/register-records.ts';
import type { RegisterView } from '../../packages/register/register-view.ts';
import { events } from './events.ts';
import { readText } from './read-text.ts';

export interface DeskParts {
  readonly log: Log;
  readonly register: FollowedRegister;
  readonly masterKey: MasterKey;
  readonly lines: LogLines;
  readonly now: () => number;
}

/** What an import answers: never a key, never a sealed one (truth 11). */
export type ImportAnswer = Omit<ImportResult, 'changes'>;

export const importAnswerSchema = z.object({
  table: z.enum(tableNames),
  accepted: z.int().meta({ description: 'Rows that change something.', fr: 'Lignes qui changent quelque chose.' }),
  unchanged: z.int().meta({ description: 'Rows that the register already says.', fr: 'Lignes que le registre dit déjà.' }),
  problems: z.array(z.object({ line: z.int(), column: z.string().nullable(), reason: z.string() })),
});

/** Where CSV tables enter the register, one at a time: each sees what the one before has changed. */
export class RegisterDesk {
  readonly #parts: DeskParts;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Good rows enter, bad rows are listed; again changes nothing. @throws LogUnavailable: nothing has entered, try again. */
  importTable(text: string): Promise<ImportAnswer> {
    return this.inTurn(() => this.#import(text));
  }

  /**
   * Enters what was found otherwise than in a table; `propose` judges by the register as it is when its turn has come. Answers how many records
   * were written: those that the register holds already are left out. @throws LogUnavailable: nothing has entered, try again.
   */
  change(propose: (register: RegisterView) => readonly Change[]): Promise<number> {
    return this.inTurn(async () => {
      const { log, register, now } = this.#parts;
      await register.catchUp();
      const changes = propose(register.view).filter((change) => !isDeepStrictEqual(register.view.standing(keyOf(change)), change));
      if (changes.length > 0) await log.append(registerRecords(changes, now()));
      await register.catchUp();
      return changes.length;
    });
  }

  /** Imports the CSV files of a folder, in the order in which rows refer to one another. @throws NoUtf8 */
  async importFolder(folder: string): Promise<void> {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.csv')).toSorted();
    const texts = await Promise.all(names.map(async (name) => readText(await readFile(join(folder, name)), name)));
    for (const text of texts.toSorted((a, b) => rank(a) - rank(b))) this.#tellRefused(await this.importTable(text));
  }

  /** Does a piece of work between the changes of others. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    // A failure is its caller's; the next turn begins all the same.
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #import(text: string): Promise<ImportAnswer> {
    const { log, register, masterKey, lines, now } = this.#parts;
    await register.catchUp();
    const { changes, ...answer } = importCsv(text, register.view, masterKey);
    if (changes.length > 0) await log.append(registerRecords(changes, now()));
    await register.catchUp();
    lines.say('info', events.imported, {
      table: answer.table ?? 'unknown',
      count: answer.accepted,
      detail: `${answer.problems.length} problems`,
    });
    return answer;
  }

  /** Whoever imports through the API is answered; of a folder, the log lines tell. */
  #tellRefused({ table, problems }: ImportAnswer): void {
    for (const { line, column, reason } of problems.slice(0, mostTold)) {
      this.#parts.lines.say('warn', events.refused, { table: table ?? 'unknown', detail: `line ${line}, ${column ?? 'whole'}: ${reason}` });
    }
  }
}

const mostTold = 100;

/** Tables in the order in which they can be imported; a file of no table comes last. */
function rank(text: string): number {
  const { table } = readCsv(text);
  return table === null ? tableNames.length : tableNames.indexOf(table);
}
