import { type Log, type LogRecord, type Outgoing, outgoing } from '../../../packages/log/contract.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { Ending, ReadUpTo } from '../../../packages/model/ending.ts';
import type { Reading } from '../../../packages/model/reading.ts';
import type { Generation } from '../../../packages/model/rebuild.ts';
import { topics } from '../../../packages/model/topics.ts';
import type { City } from '../city.ts';
import type { ClaimBook } from '../claim-book.ts';
import { endingWords, isSameEnding, isSameWaiting } from './compare-life.ts';
import { correctedEndings, correctionsFrom, messageCorrection } from './corrections.ts';
import { counted, generationRecord } from './generation-record.ts';
import { PastEndings } from './past-endings.ts';
import { PastQuarantine } from './past-quarantine.ts';
import { PastRegister } from './past-register.ts';
import { RebuildImpossible } from './rebuild-impossible.ts';
import { type ReplayedLife, replayLives } from './replay-lives.ts';

/** What the replay needs of decode; never of the living state. */
export interface ReplayParts {
  readonly log: Log;
  readonly partition: number;
  readonly known: Omit<City, 'register' | 'claims'>;
  /** Messages replayed together at most. */
  readonly batch: number;
}

/** A generation of one partition's state while its messages are replayed: its book, and what is said of it. Each piece is committed as a whole. */
export class ReplayingGeneration {
  readonly book: ClaimBook;
  #record: Generation;
  readonly #parts: ReplayParts;
  readonly #register: PastRegister;
  readonly #endings: PastEndings;
  readonly #quarantine: PastQuarantine;
  readonly #corrected: ReadonlyMap<number, Ending>;

  private constructor(parts: ReplayParts, record: Generation, book: ClaimBook, corrected: ReadonlyMap<number, Ending>) {
    const { log, partition } = parts;
    this.#parts = parts;
    this.#record = record;
    this.book = book;
    this.#corrected = corrected;
    this.#register = new PastRegister(log);
    this.#endings = new PastEndings(log, partition, record.next.endings);
    this.#quarantine = new PastQuarantine(log, partition, record.next.quarantine);
  }

  static async open(parts: ReplayParts, record: Generation, book: ClaimBook): Promise<ReplayingGeneration> {
    return new ReplayingGeneration(parts, record, book, await correctedEndings(parts.log, parts.partition));
  }

  get record(): Generation {
    return this.#record;
  }

  /**
   * The next messages before `position`, replayed and compared: what is to be committed.
   * @param slot key in `rebuilt` under which the store finds the readings; without it, they are compared by nobody. @throws RebuildImpossible
   */
  async replay(position: number, slot?: string): Promise<Outgoing[]> {
    const { log, partition, known } = this.#parts;
    const records = await this.#messages(position);
    const past = await this.#endings.upTo(records.at(-1)?.offset ?? -1);
    const outputs: Outgoing[] = [];
    const readings: Reading[] = [];
    for (const { read, group } of byRead(records, past, this.#record.read)) {
      const city = { ...known, register: await this.#register.at(read), claims: this.book };
      const { lives, state } = await replayLives(group, city, { incarnation: log.incarnation, partition, read });
      for (const life of lives) {
        const correction = await this.#compare(life, past.get(life.record.offset));
        if (correction) outputs.push(correction);
        else readings.push(...life.readings);
      }
      outputs.push(...state);
      this.#record = { ...this.#record, read };
    }
    this.#advance(records.at(-1), position);
    if (slot !== undefined && readings.length > 0) outputs.push(this.#toTheStore(slot, readings));
    return [...outputs, ...this.book.takeTouched(partition, this.#record.time), generationRecord(this.#record, partition)];
  }

  /** Reads what the store has found when it held the readings against the series. */
  async countReadings(): Promise<void> {
    const { log, partition } = this.#parts;
    let record = withoutReadings(this.#record);
    for await (const { correction } of correctionsFrom(log, partition, record.next.ownCorrections)) {
      if (correction.what !== 'reading' || correction.generation !== record.number) continue;
      const { reading, was, how } = correction;
      const example = { message: reading.message, was: was ? 'another value' : 'nothing', is: `a reading of ${reading.quantity}` };
      record = counted(counted(record, 'readings', how, example), 'readings', 'equal', undefined, -1);
    }
    this.#record = record;
  }

  async #messages(position: number): Promise<LogRecord[]> {
    const { log, partition, batch } = this.#parts;
    const { at } = this.#record;
    const standing = (await log.standing('decode', topics.messages)).find((one) => one.partition === partition);
    if (at < position && (standing?.start ?? 0) > at) {
      throw new RebuildImpossible(
        'Messages that it has yet to read were removed by their retention. Begin again: from a later checkpoint.',
      );
    }
    return (await log.read(topics.messages, partition, at, batch)).filter(({ offset }) => offset < position);
  }

  #advance(last: LogRecord | undefined, position: number): void {
    const next = { ...this.#record.next, endings: this.#endings.next, quarantine: this.#quarantine.next };
    this.#record = { ...this.#record, at: last ? last.offset + 1 : position, to: position, next };
  }

  #toTheStore(slot: string, readings: Reading[]): Outgoing {
    const { number, time } = this.#record;
    this.#record = counted(this.#record, 'readings', 'equal', undefined, readings.length);
    return outgoing(topics.rebuilt, slot, { generation: number, readings }, time, this.#parts.partition);
  }

  /** What a message's life gives now against what it gave then: a record where they differ. */
  async #compare(life: ReplayedLife, original: Ending | undefined): Promise<Outgoing | undefined> {
    const { partition } = this.#parts;
    const { offset } = life.record;
    const { number, time } = this.#record;
    const corrected = this.#corrected.get(offset);
    const standing = corrected ?? original;
    this.#close(life, original);
    const isSame = standing !== undefined && isSameEnding(standing, life.ending);
    this.#count('endings', isSame, standing !== undefined, {
      message: life.ending.id,
      was: endingWords(standing),
      is: endingWords(life.ending),
    });
    const isWaitingAsBefore = isSame && !corrected ? await this.#compareWaiting(life) : true;
    if (isSame && isWaitingAsBefore) return undefined;
    return outgoing(topics.corrections, String(number), messageCorrection(number, life, standing), time, partition);
  }

  async #compareWaiting({ quarantined }: ReplayedLife): Promise<boolean> {
    if (!quarantined) return true;
    const standing = await this.#quarantine.take(quarantined);
    if (standing === 'gone') return true;
    const isSame = standing !== undefined && isSameWaiting(standing, quarantined);
    const { id, reason } = quarantined;
    this.#count('quarantine', isSame, standing !== undefined, { message: id, was: standing ? 'another entry' : 'nothing', is: reason });
    return isSame;
  }

  #count(kind: 'endings' | 'quarantine', isSame: boolean, stood: boolean, example: { message: string; was: string; is: string }): void {
    const how = isSame ? 'equal' : stood ? 'other' : 'missing';
    this.#record = counted(this.#record, kind, how, isSame ? undefined : example);
  }

  /** What once waited and now does not is over: as if a person had sent it again (truth 6). */
  #close({ record, ending }: ReplayedLife, original: Ending | undefined): void {
    if (original?.ending !== 'quarantined' || ending.ending === 'quarantined') return;
    const { resend } = decode(topics.messages, record.value ?? new Uint8Array());
    this.book.resends.set(ending.id, { attempt: (resend?.attempt ?? 0) + 1, receivedTime: ending.receivedTime });
  }
}

/** All readings counted as equal, which holds until the store has said otherwise. */
function withoutReadings(generation: Generation): Generation {
  const { equal, missing, other } = generation.compared.readings;
  return {
    ...generation,
    compared: { ...generation.compared, readings: { equal: equal + missing + other, missing: 0, other: 0 } },
    examples: generation.examples.filter(({ kind }) => kind !== 'readings'),
  };
}

/** Runs of messages that were decoded with one reading of the register; what was sent again begins one, for it asks what became of the first. */
function byRead(
  records: readonly LogRecord[],
  past: ReadonlyMap<number, Ending>,
  first: ReadUpTo,
): { read: ReadUpTo; group: LogRecord[] }[] {
  const groups: { read: ReadUpTo; group: LogRecord[] }[] = [];
  for (const record of records) {
    const last = groups.at(-1);
    const ending = past.get(record.offset);
    const read = ending?.read ?? last?.read ?? first;
    if (last && ending?.at === undefined && last.read.register === read.register && last.read.sessions === read.sessions)
      last.group.push(record);
    else groups.push({ read, group: [record] });
  }
  return groups;
}
