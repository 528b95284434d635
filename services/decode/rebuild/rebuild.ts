import { BoxUnavailable } from '../../../packages/codec/contract.ts';
import { LogUnavailable, type Outgoing, outgoing, removal, type Standing, type Tenure } from '../../../packages/log/contract.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { Generation, GenerationState, RebuildRequest } from '../../../packages/model/rebuild.ts';
import { topics } from '../../../packages/model/topics.ts';
import { errorFields, type LogLines } from '../../../packages/observe/log-line.ts';
import { pause } from '../../../packages/stage/back-off.ts';
import type { Aside, Piece } from '../../../packages/stage/run-stage.ts';
import { ClaimBook, generationTopics } from '../claim-book.ts';
import { events } from '../events.ts';
import { chooseCheckpoint } from './choose-checkpoint.ts';
import { mendingRecords } from './corrections.ts';
import { ReplayingGeneration, type ReplayParts } from './generation.ts';
import { differencesOf, firstRecord, generationRecord } from './generation-record.ts';
import { newestRequest } from './newest-request.ts';
import { RebuildImpossible } from './rebuild-impossible.ts';

export interface RebuildParts extends ReplayParts {
  /** Decode's state as it lives; read and taken over between two batches only. */
  readonly living: ClaimBook;
  readonly tenure: Tenure;
  readonly lines: LogLines;
}

interface Read {
  readonly record: Generation | undefined;
  readonly replaying: ReplayingGeneration | undefined;
}

/** Pieces that wait for the store at most: `rebuilt` holds the readings of no more, whatever a rebuild is long. */
const slots = 16;
const storeAskedAgain = 50;
const triedAgain = 1_000;
/** Messages behind, at most, when the swap is prepared: with what one batch adds meanwhile, these are replayed while the living ones wait. */
const closeEnough = 500;
const mendedAtOnce = 100;

/**
 * Rebuilds decode's state of one partition beside the living one, when a person asks for it: from a checkpoint through every message since, held
 * against what stands; then, between two batches, swapped in by one commit (truth 3). Killed at any point, it goes on from its last piece.
 */
export class Rebuild implements Aside {
  readonly #parts: RebuildParts;
  /** As the last commit left it; undefined: to be read (anew). */
  #read: Read | undefined;
  /** Where decode stood when the replay had first come close, and where `rebuilt` ended when it was there. */
  #goal: number | undefined;
  #toCompare: number | undefined;
  #wake: Promise<void> | undefined;
  #failure: unknown;

  constructor(parts: RebuildParts) {
    this.#parts = parts;
  }

  async next(signal: AbortSignal): Promise<Piece> {
    const { log, tenure } = this.#parts;
    while (!signal.aborted && !tenure.signal.aborted) {
      // Listening begins before the request is read: none is missed.
      this.#wake ??= log.changed([topics.rebuilds], signal);
      const step = await this.#surviving(() => this.#step());
      if (typeof step === 'function') return step;
      if (step !== 'idle') await pause(step, signal);
      else {
        await this.#wake;
        this.#wake = undefined;
      }
    }
    return async () => [];
  }

  /** What is to be done now; `idle`: nothing until somebody asks; a number: nothing for so long, ms. */
  async #step(): Promise<Piece | 'idle' | number> {
    const { log, tenure } = this.#parts;
    const request = await newestRequest(log);
    const { record, replaying } = await this.#standing();
    if (this.#failure !== undefined) return this.#fail(request, record, replaying);
    if (record?.state === 'mending') return this.#mend(record);
    if (!record || !replaying) return request?.wanted && request.number > (record?.request ?? 0) ? this.#begin(request, record) : 'idle';
    if (request?.number !== record.request || !request.wanted) return this.#end(replaying, 'stopped');
    const behind = tenure.position - replaying.record.at;
    const store = await this.#store();
    if (behind <= closeEnough && this.#hasCompared(store, replaying.record.at)) return this.#complete(replaying);
    return behind > 0 && store.end - store.committed < slots ? this.#replay(replaying, store.end) : storeAskedAgain;
  }

  async #standing(): Promise<Read> {
    this.#read ??= await this.#readAll();
    return this.#read;
  }

  async #readAll(): Promise<Read> {
    const { tenure } = this.#parts;
    let record: Generation | undefined;
    for await (const { value } of tenure.state(topics.generations)) if (value) record = decode(topics.generations, value);
    if (record?.state !== 'replaying') return { record, replaying: undefined };
    const book = await ClaimBook.read((topic) => tenure.state(topic), generationTopics);
    return { record, replaying: await ReplayingGeneration.open(this.#parts, record, book) };
  }

  async #begin(request: RebuildRequest, before: Generation | undefined): Promise<Piece> {
    const { log, partition, tenure, lines } = this.#parts;
    const corrections = (await log.standing('decode', topics.corrections)).find((one) => one.partition === partition)?.end ?? 0;
    const chosen = await chooseCheckpoint(log, partition, request.from, tenure.position);
    const record = firstRecord(request, before, chosen?.checkpoint, { position: tenure.position, corrections });
    // What an earlier rebuild has left there is replaced or removed.
    const book = await ClaimBook.read((topic) => tenure.state(topic), generationTopics);
    book.become(chosen?.book ?? new ClaimBook(generationTopics));
    lines.say('info', events.rebuildStarted, { partition, offset: record.from });
    return this.#given([...book.takeTouched(partition, record.time), generationRecord(record, partition)]);
  }

  async #replay(replaying: ReplayingGeneration, end: number): Promise<Piece> {
    const outputs = await replaying.replay(this.#parts.tenure.position, String(end % slots));
    return async () => outputs;
  }

  /** How far the store has compared what it was given. */
  async #store(): Promise<Standing> {
    const { log, partition } = this.#parts;
    const standing = (await log.standing('compare', topics.rebuilt)).find((one) => one.partition === partition);
    return standing ?? { partition, start: 0, committed: 0, end: 0 };
  }

  /** Asked of all messages up to where decode stood when the replay had first come close: those that come while the store compares never end. */
  #hasCompared({ committed, end }: Standing, at: number): boolean {
    this.#goal ??= this.#parts.tenure.position;
    if (at < this.#goal) return false;
    this.#toCompare ??= end;
    return committed >= this.#toCompare;
  }

  async #complete(replaying: ReplayingGeneration): Promise<Piece> {
    await replaying.countReadings();
    return async () => {
      const outputs = await this.#surviving(() => this.#swap(replaying));
      return typeof outputs === 'number' ? [] : outputs;
    };
  }

  /** Between two batches: the few messages that came meanwhile, then the swap. */
  async #swap(replaying: ReplayingGeneration): Promise<readonly Outgoing[]> {
    const { partition, living, tenure, lines } = this.#parts;
    const outputs: Outgoing[] = [];
    while (replaying.record.at < tenure.position) outputs.push(...(await replaying.replay(tenure.position)));

    const record = withState(replaying.record, living, replaying.book);
    const differences = differencesOf(record);
    if (differences > 0 && record.accept) await this.#requireCorrections(record);
    if (differences > 0 && !record.accept) return [...outputs, ...(await this.#end(replaying, 'different', record)())];
    living.become(replaying.book);
    const swapped: Generation = { ...record, state: differences > 0 ? 'mending' : 'swapped' };
    const mark = outgoing(
      topics.corrections,
      String(record.number),
      { what: 'swapped', generation: record.number },
      record.time,
      partition,
    );
    lines.say('info', events.rebuildSwapped, { partition, count: differences });
    return [
      ...outputs,
      ...living.takeTouched(partition, record.time),
      ...(differences > 0 ? [mark] : []),
      ...this.#leave(replaying, swapped),
    ];
  }

  /** @throws RebuildImpossible when retention has taken some of what is to be sent on. */
  async #requireCorrections({ next }: Generation): Promise<void> {
    const { log, partition } = this.#parts;
    const standing = (await log.standing('decode', topics.corrections)).find((one) => one.partition === partition);
    if ((standing?.start ?? 0) <= next.ownCorrections || standing?.end === next.ownCorrections) return;
    throw new RebuildImpossible('More differs than the log keeps. Begin at a later checkpoint, where less has to be mended.');
  }

  /** Sends on what differed, up to the mark of the swap. */
  async #mend(record: Generation): Promise<Piece> {
    const { log, partition } = this.#parts;
    const outputs: Outgoing[] = [];
    let { state, replaced, next } = record;
    for (const { offset, value } of await log.read(topics.corrections, partition, next.corrections, mendedAtOnce)) {
      const correction = decode(topics.corrections, value ?? new Uint8Array());
      next = { ...next, corrections: offset + 1 };
      if (correction.generation !== record.number) continue;
      outputs.push(...mendingRecords(correction));
      if (correction.what === 'message' && correction.how === 'other') replaced += 1;
      if (correction.what !== 'swapped') continue;
      state = 'swapped';
      break;
    }
    const mended: Generation = { ...record, state, replaced, next };
    return this.#given([...outputs, generationRecord(mended, partition)]);
  }

  /** The generation is given up, and the old one stays as it is. */
  #end(replaying: ReplayingGeneration, state: GenerationState, record = replaying.record, detail?: string): Piece {
    const { partition, lines } = this.#parts;
    lines.say('info', events.rebuildEnded, { partition, reason: state, count: differencesOf(record) });
    const outputs = this.#leave(replaying, { ...record, state, ...(detail === undefined ? {} : { detail }) });
    return async () => outputs;
  }

  /** What was the generation's own goes with its last word. */
  #leave({ book }: ReplayingGeneration, record: Generation): Outgoing[] {
    const { partition } = this.#parts;
    book.become(new ClaimBook(generationTopics));
    const given = Array.from({ length: slots }, (_, slot) => removal(topics.rebuilt, String(slot), record.time, partition));
    this.#read = undefined;
    this.#goal = undefined;
    this.#toCompare = undefined;
    return [...book.takeTouched(partition, record.time), ...given, generationRecord(record, partition)];
  }

  /** What is read next is what this commit leaves. */
  #given(outputs: readonly Outgoing[]): Piece {
    this.#read = undefined;
    return async () => outputs;
  }

  /** Said and written down: nobody has to look for why nothing happens. */
  #fail(request: RebuildRequest | undefined, record: Generation | undefined, replaying: ReplayingGeneration | undefined): Piece | 'idle' {
    const failure = this.#failure;
    this.#failure = undefined;
    const detail = failure instanceof RebuildImpossible ? failure.message : 'A fault of Vigie itself; its log lines name it.';
    if (replaying) return this.#end(replaying, 'failed', replaying.record, detail);
    if (!request?.wanted || request.number <= (record?.request ?? 0)) return 'idle';
    const place = { position: this.#parts.tenure.position, corrections: 0 };
    const failed: Generation = { ...firstRecord(request, record, undefined, place), state: 'failed', detail };
    return this.#given([generationRecord(failed, this.#parts.partition)]);
  }

  /** A rebuild that fails must not hold up the living messages (truth 7): what a log or a box cannot do now is tried again, all else ends it. */
  async #surviving<T>(work: () => Promise<T>): Promise<T | number> {
    try {
      return await work();
    } catch (error) {
      this.#read = undefined;
      if (error instanceof LogUnavailable || error instanceof BoxUnavailable) return triedAgain;
      this.#failure = error;
      this.#parts.lines.say('error', events.rebuildFailed, { partition: this.#parts.partition, ...errorFields(error) });
      return triedAgain;
    }
  }
}

/** With the new state held against the living one. */
function withState(record: Generation, living: ClaimBook, book: ClaimBook): Generation {
  return { ...record, compared: { ...record.compared, state: living.compare(book) } };
}
