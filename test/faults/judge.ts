import { join } from 'node:path';
import type { Log, LogRecord } from '../../packages/log/contract.ts';
import { decode } from '../../packages/model/contents.ts';
import { type Topic, topics } from '../../packages/model/topics.ts';
import type { Series } from '../../packages/series/contract.ts';
import { openSeries } from '../../packages/series/open.ts';
import { sources } from '../../packages/sources/index.ts';
import type { City } from '../../packages/testkit/simulated-city.ts';
import type { TrafficRow } from '../../packages/testkit/traffic-row.ts';
import { openSealedLog } from './open-sealed-log.ts';

/** What was found, held against the simulator's own record. Empty `faults`: nothing lost, nothing doubled, no counter moved backwards. */
export interface Verdict {
  readonly sent: number;
  readonly acknowledged: number;
  readonly accepted: number;
  readonly ended: number;
  readonly endings: Readonly<Record<string, number>>;
  readonly values: number;
  /** Acknowledged by a broker that was killed afterwards, before it had written them: they never came to us. */
  readonly lostByBroker: number;
  readonly faults: readonly string[];
}

export interface Judged {
  readonly log: Log;
  readonly series: Series;
}

/** What an outside broker acknowledged between these two moments (ms), it may have lost by being killed. */
export interface BrokerDeath {
  readonly from: number;
  readonly to: number;
}

/** Behind the highest counter of a device, at which a frame may still pass (ARCHITECTURE §4, Claim). */
const claimWindow = 64;
const pageSize = 5_000;

/** Reads the folder of a process that has ended; the folder of its secrets lies beside it. */
export async function judgeFolder(dataFolder: string, city: City, rows: readonly TrafficRow[]): Promise<Verdict> {
  const log = await openSealedLog({ engine: 'sqlite', folder: dataFolder, partitions: 1 }, join(dataFolder, '..', 'secrets'));
  const series = await openSeries({ engine: 'sqlite', folder: dataFolder });
  const verdict = await judge({ log, series }, city, rows);
  await log.close();
  await series.close();
  return verdict;
}

/** Reads log and series by their contracts, whichever engines they are. Nobody writes there any more. */
export async function judge(
  { log, series }: Judged,
  city: City,
  rows: readonly TrafficRow[],
  deaths: readonly BrokerDeath[] = [],
): Promise<Verdict> {
  const { endingsOf, hearings } = await messagesHeld(log);
  const { endings, strangers } = await countEndings(log, endingsOf);
  const sent = rows.filter(({ kind }) => kind !== 'lost');
  const { missing, lostByBroker, excused } = acknowledgedAndNotHeld(hearings, sent, deaths);
  const stored = await valuesStored(series);
  const faults = [
    ...oneEndingEach(endingsOf),
    ...strangers,
    ...(await talliesEqualEndings(series, endings)),
    ...missing,
    ...(await countersMoveForward(log)),
    ...storeEqualsRecord(stored, city, rows, { hearings, excused }),
  ];
  return {
    sent: sent.length,
    acknowledged: sent.filter(({ acked }) => acked).length,
    accepted: endingsOf.size,
    ended: [...endingsOf.values()].reduce((sum, count) => sum + count, 0),
    endings,
    values: stored.size,
    lostByBroker,
    faults,
  };
}

/** Every message of the log, without an ending yet, and how often each hearing of a frame is there. */
async function messagesHeld(log: Log): Promise<{ endingsOf: Map<string, number>; hearings: Map<string, number> }> {
  const endingsOf = new Map<string, number>();
  const hearings = new Map<string, number>();
  for await (const { partition, offset, value } of everyRecord(log, topics.messages)) {
    endingsOf.set(`${log.incarnation}.${partition}.${offset}`, 0);
    const { topic, payload, stream, format } = decode(topics.messages, value ?? new Uint8Array());
    const heard = sources[format]?.read({ topic, payload: Buffer.from(payload, 'base64'), stream });
    count(hearings, `${topic}/${heard?.kind === 'frame' ? Buffer.from(heard.phyPayload).toString('hex') : ''}`);
  }
  return { endingsOf, hearings };
}

/** Counts each ending at its message, which lies in the partition of the same number. */
async function countEndings(log: Log, endingsOf: Map<string, number>) {
  const counts = new Map<string, number>();
  const strangers: string[] = [];
  for await (const { partition, value } of everyRecord(log, topics.endings)) {
    const ending = decode(topics.endings, value ?? new Uint8Array());
    count(counts, ending.ending === 'quarantined' ? ending.reason : ending.ending);
    if (!endingsOf.has(ending.id)) strangers.push(`the ending of ${ending.id} is of no message`);
    else count(endingsOf, ending.id);
    if (ending.id.split('.').at(-2) !== String(partition)) strangers.push(`the ending of ${ending.id} lies in partition ${partition}`);
  }
  return { endings: Object.fromEntries(counts), strangers };
}

/** Truth 2: accepted = sum of endings, message by message, so partition by partition too. */
function oneEndingEach(endingsOf: ReadonlyMap<string, number>): string[] {
  return [...endingsOf].flatMap(([id, endings]) => (endings === 1 ? [] : [`message ${id} has ${endings} endings`]));
}

/** The ledger that everybody may read counts what the log holds. */
async function talliesEqualEndings(series: Series, endings: Readonly<Record<string, number>>): Promise<string[]> {
  const told = new Map<string, number>();
  for (const { forwarded, duplicate, quarantined } of await series.tallies(0, Date.UTC(2100, 0, 1)))
    for (const [ending, times] of Object.entries({ forwarded, duplicate, ...quarantined })) count(told, ending, times);
  const names = new Set([...told.keys(), ...Object.keys(endings)]);
  return [...names].flatMap((name) => {
    const [ledger, log] = [told.get(name) ?? 0, endings[name] ?? 0];
    return ledger === log ? [] : [`the ledger says ${ledger} ${name}, the log ${log}`];
  });
}

/** Truth 1: what was acknowledged is in the log, as often as it was sent, unless the broker lost it. */
function acknowledgedAndNotHeld(hearings: ReadonlyMap<string, number>, sent: readonly TrafficRow[], deaths: readonly BrokerDeath[]) {
  const mayBeLost = ({ ackedAt }: TrafficRow) => deaths.some(({ from, to }) => ackedAt !== undefined && ackedAt >= from && ackedAt <= to);
  const acknowledged = new Map<string, number>();
  const doubtful = new Map<string, TrafficRow[]>();
  for (const row of sent) {
    if (!row.acked) continue;
    count(acknowledged, hearingOf(row));
    if (mayBeLost(row)) doubtful.set(hearingOf(row), [...(doubtful.get(hearingOf(row)) ?? []), row]);
  }
  const missing: string[] = [];
  const excused = new Set<string>();
  let lostByBroker = 0;
  for (const [hearing, times] of acknowledged) {
    const lost = times - (hearings.get(hearing) ?? 0);
    if (lost <= 0) continue;
    const known = doubtful.get(hearing) ?? [];
    if (lost > known.length) missing.push(`acknowledged ${times} times, in the log ${times - lost} times: ${hearing.slice(0, 60)}…`);
    else lostByBroker += lost;
    for (const { devEui, fCnt } of known) excused.add(`${devEui}/${fCnt}`);
  }
  return { missing, lostByBroker, excused };
}

/** Truth 5: a counter passes once, and none from behind the window of the claim. */
async function countersMoveForward(log: Log): Promise<string[]> {
  const passed = new Map<string, Set<number>>();
  const highest = new Map<string, number>();
  const faults: string[] = [];
  for await (const { value } of everyRecord(log, topics.frames)) {
    const { device, fCnt } = decode(topics.frames, value ?? new Uint8Array());
    const before = passed.get(device) ?? new Set();
    const top = highest.get(device) ?? fCnt;
    if (before.has(fCnt)) faults.push(`frame ${device}/${fCnt} passed twice`);
    if (fCnt < top - claimWindow) faults.push(`the counter of ${device} moved backwards, from ${top} to ${fCnt}`);
    passed.set(device, before.add(fCnt));
    highest.set(device, Math.max(top, fCnt));
  }
  return faults;
}

/** Value by value: what the log holds is stored, what is stored was sent. */
function storeEqualsRecord(
  stored: ReadonlyMap<string, number | null>,
  city: City,
  rows: readonly TrafficRow[],
  { hearings, excused }: { hearings: ReadonlyMap<string, number>; excused: ReadonlySet<string> },
): string[] {
  const siteOf = new Map(city.devices.map(({ devEui, site }) => [devEui, site.id]));
  const must = new Map<string, number>();
  const may = new Map<string, number>();
  for (const row of rows) {
    if (row.kind !== 'frame' && row.kind !== 'copy') continue;
    if (!row.acked && !hearings.has(hearingOf(row))) continue;
    const expected = excused.has(`${row.devEui}/${row.fCnt}`) ? may : must;
    for (const [quantity, value] of Object.entries(row.values ?? {}))
      expected.set(`${siteOf.get(row.devEui)}.${quantity}/${row.phenomenonTime}`, value);
  }
  const missing = [...must].filter(([key, value]) => stored.get(key) !== value);
  const invented = [...stored].filter(([key, value]) => !must.has(key) && may.get(key) !== value);
  return [
    ...missing.map(([key, value]) => `${key}: sent ${value}, stored ${stored.get(key)}`),
    ...invented.map(([key]) => `${key}: stored, never sent`),
  ];
}

async function valuesStored(series: Series): Promise<Map<string, number | null>> {
  const stored = new Map<string, number | null>();
  for await (const page of series.bareRange({ from: 0, to: Date.UTC(2100, 0, 1) }))
    for (const reading of page) stored.set(`${reading.datastream}/${reading.phenomenonTime}`, reading.value);
  return stored;
}

async function* everyRecord(log: Log, topic: Topic<unknown>): AsyncGenerator<LogRecord> {
  for (let partition = 0; partition < log.partitions(topic); partition++) {
    for (let offset = 0, last: LogRecord | undefined; ; offset = (last?.offset ?? offset) + 1) {
      const page = await log.read(topic, partition, offset, pageSize);
      last = page.at(-1);
      if (last === undefined) break;
      yield* page;
    }
  }
}

const hearingOf = ({ topic, phyPayloadHex }: TrafficRow) => `${topic}/${phyPayloadHex}`;

function count(counts: Map<string, number>, name: string, times = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}
