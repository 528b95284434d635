import type { Log, LogRecord } from '../../packages/log/contract.ts';
import { openLog } from '../../packages/log/open.ts';
import { decode } from '../../packages/model/contents.ts';
import type { Ending } from '../../packages/model/ending.ts';
import { type Topic, topics } from '../../packages/model/topics.ts';
import { openSeries } from '../../packages/series/open.ts';
import { sources } from '../../packages/sources/index.ts';
import type { City } from '../../packages/testkit/simulated-city.ts';
import type { TrafficRow } from '../../packages/testkit/traffic-row.ts';

/** What was found, held against the simulator's own record. Empty `faults`: nothing lost, nothing doubled. */
export interface Verdict {
  readonly sent: number;
  readonly acknowledged: number;
  readonly accepted: number;
  readonly endings: Readonly<Record<string, number>>;
  readonly values: number;
  readonly faults: readonly string[];
}

/** Reads the folders of a process that has ended. */
export async function judge(dataFolder: string, city: City, rows: readonly TrafficRow[]): Promise<Verdict> {
  const log = await openLog({ engine: 'sqlite', folder: dataFolder, partitions: 1 });
  const held = await messagesHeld(log);
  const endings = (await everyRecord(log, topics.endings)).map(({ value }) => decode(topics.endings, value ?? new Uint8Array()));
  const frames = (await everyRecord(log, topics.frames)).map(({ value }) => decode(topics.frames, value ?? new Uint8Array()));
  await log.close();
  const stored = await valuesStored(dataFolder);
  const sent = rows.filter(({ kind }) => kind !== 'lost');
  const faults = [
    ...oneEndingEach(held.ids, endings),
    ...everyAcknowledgedIsHeld(held.hearings, sent),
    ...nothingPassesTwice(frames),
    ...storeEqualsRecord(stored, city, rows, held.hearings),
  ];
  return {
    sent: sent.length,
    acknowledged: sent.filter(({ acked }) => acked).length,
    accepted: held.ids.length,
    endings: countBy(endings.map((ending) => (ending.ending === 'quarantined' ? ending.reason : ending.ending))),
    values: stored.size,
    faults,
  };
}

/** Truth 2: accepted = sum of endings, message by message. */
function oneEndingEach(ids: readonly string[], endings: readonly Ending[]): string[] {
  const counts = countBy(endings.map(({ id }) => id));
  const wrong = ids.filter((id) => counts[id] !== 1);
  const known = new Set(ids);
  const strangers = endings.filter(({ id }) => !known.has(id));
  return [
    ...wrong.map((id) => `message ${id} has ${counts[id] ?? 0} endings`),
    ...strangers.map(({ id }) => `the ending of ${id} is of no message`),
  ];
}

/** Truth 1: what was acknowledged is in the log, as often as it was sent. */
function everyAcknowledgedIsHeld(hearings: Readonly<Record<string, number>>, sent: readonly TrafficRow[]): string[] {
  const acknowledged = countBy(sent.filter(({ acked }) => acked).map(hearingOf));
  return Object.entries(acknowledged).flatMap(([hearing, count]) => {
    const found = hearings[hearing] ?? 0;
    return found >= count ? [] : [`acknowledged ${count} times, in the log ${found} times: ${hearing.slice(0, 60)}…`];
  });
}

/** Truth 5: a counter passes once. */
function nothingPassesTwice(frames: readonly { device: string; fCnt: number }[]): string[] {
  const counts = countBy(frames.map(({ device, fCnt }) => `${device}/${fCnt}`));
  return Object.entries(counts).flatMap(([frame, count]) => (count === 1 ? [] : [`frame ${frame} passed ${count} times`]));
}

/** Value by value: what was acknowledged is stored, what is stored was sent. */
function storeEqualsRecord(
  stored: ReadonlyMap<string, number | null>,
  city: City,
  rows: readonly TrafficRow[],
  hearings: Readonly<Record<string, number>>,
): string[] {
  const siteOf = new Map(city.devices.map(({ devEui, site }) => [devEui, site.id]));
  const must = new Map<string, number>();
  for (const row of rows) {
    if (row.kind !== 'frame' && row.kind !== 'copy') continue;
    if (!row.acked && !hearings[hearingOf(row)]) continue;
    for (const [quantity, value] of Object.entries(row.values ?? {}))
      must.set(`${siteOf.get(row.devEui)}.${quantity}/${row.phenomenonTime}`, value);
  }
  const missing = [...must].filter(([key, value]) => stored.get(key) !== value);
  const invented = [...stored.keys()].filter((key) => !must.has(key));
  return [
    ...missing.map(([key, value]) => `${key}: sent ${value}, stored ${stored.get(key)}`),
    ...invented.map((key) => `${key}: stored, never sent`),
  ];
}

async function messagesHeld(log: Log): Promise<{ ids: string[]; hearings: Record<string, number> }> {
  const records = await everyRecord(log, topics.messages);
  const ids = records.map(({ partition, offset }) => `${log.incarnation}.${partition}.${offset}`);
  const hearings = countBy(
    records.map(({ value }) => {
      const { topic, payload, stream, format } = decode(topics.messages, value ?? new Uint8Array());
      const heard = sources[format]?.read({ topic, payload: Buffer.from(payload, 'base64'), stream });
      return `${topic}/${heard?.kind === 'frame' ? Buffer.from(heard.phyPayload).toString('hex') : ''}`;
    }),
  );
  return { ids, hearings };
}

async function valuesStored(folder: string): Promise<Map<string, number | null>> {
  const series = await openSeries({ engine: 'sqlite', folder });
  const stored = new Map<string, number | null>();
  for await (const page of series.range({ from: 0, to: Date.UTC(2100, 0, 1) }))
    for (const reading of page) stored.set(`${reading.datastream}/${reading.phenomenonTime}`, reading.value);
  await series.close();
  return stored;
}

async function everyRecord(log: Log, topic: Topic<unknown>): Promise<LogRecord[]> {
  const found: LogRecord[] = [];
  for (let partition = 0; partition < log.partitions(topic); partition++) {
    for (
      let offset = 0, page = await log.read(topic, partition, 0, 10_000);
      page.length > 0;
      page = await log.read(topic, partition, offset, 10_000)
    ) {
      found.push(...page);
      offset = (page.at(-1)?.offset ?? offset) + 1;
    }
  }
  return found;
}

const hearingOf = ({ topic, phyPayloadHex }: TrafficRow) => `${topic}/${phyPayloadHex}`;

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
