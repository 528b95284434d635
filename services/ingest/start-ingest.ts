import { once } from 'node:events';
import type { Log } from '../../packages/log/contract.ts';
import { errorFields, type LogLines } from '../../packages/observe/log-line.ts';
import type { Metrics } from '../../packages/observe/metrics.ts';
import { listening, usingSetting } from '../../packages/process/using-setting.ts';
import { holdSeat } from '../../packages/stage/hold-seat.ts';
import type { IngestSettings } from './config.ts';
import { type Accept, type EmbeddedBroker, openEmbeddedBroker } from './embedded-broker.ts';
import { events } from './events.ts';
import { Inbox } from './inbox.ts';
import { makeMessages, type Publish, type Sender } from './make-message.ts';
import { filtersOf, openOutsideBroker, secretsOf } from './outside-broker.ts';
import { openPushEndpoint, type PushEndpoint, type PushParts } from './push-endpoint.ts';
import { takes } from './topic-filter.ts';

export interface IngestParts {
  readonly log: Log;
  readonly lines: LogLines;
  readonly metrics: Metrics;
  /** Password of the embedded broker's one user. */
  readonly password: string;
  readonly now?: () => number;
}

export interface RunningIngest {
  /** Of the embedded broker; undefined when it is off. */
  readonly port: number | undefined;
  /** Where network servers push to; undefined when that is off. */
  readonly pushPort: number | undefined;
  /** Rejects when the log is broken in a way that no waiting mends. */
  readonly failed: Promise<never>;
  /** Stops taking, waits until the log holds what was taken. */
  close(): Promise<void>;
}

/** Opens every broker of the settings, and the door for who pushes. What they bring is acknowledged when the log holds it. */
export async function startIngest(settings: IngestSettings, parts: IngestParts): Promise<RunningIngest> {
  await checkFiles(settings);
  const stopping = new AbortController();
  const { inbox, failed } = openInbox(settings, parts, stopping.signal);
  const acceptAs = acceptInto(inbox, parts);
  const leaving = new AbortController();
  // First, for these are what may be refused: nothing is begun yet then.
  const embedded = await openEmbedded(settings, { acceptAs, inbox }, parts);
  const push = await openPush(settings, { acceptAs, inbox }, parts).catch(async (error: unknown) => {
    await embedded?.close();
    throw error;
  });
  const outside = holdOutsideBrokers(settings, acceptAs, parts, leaving.signal);
  return {
    port: embedded?.port,
    pushPort: push?.port,
    failed: Promise.race([failed, outside.then(() => new Promise<never>(() => {}))]),
    async close() {
      leaving.abort();
      await Promise.all([embedded?.close(), push?.close(), outside]);
      stopping.abort();
      await inbox.emptied();
    },
  };
}

/** A file that cannot be read stops the start, and not only the connection, later. */
async function checkFiles({ sources }: IngestSettings): Promise<void> {
  for (const { name, broker } of sources) {
    if (broker === 'embedded') continue;
    await usingSetting('ingest.sources', name, 'files of its password and certificates that this user may read', async () =>
      secretsOf(broker),
    );
  }
}

/** Each is one connection with a name of its own at its broker: of several processes one holds it, and the others stand by. */
async function holdOutsideBrokers(
  { sources }: IngestSettings,
  acceptAs: AcceptAs,
  { log, lines }: IngestParts,
  signal: AbortSignal,
): Promise<void> {
  const report = (error: unknown, waitMs: number) => lines.say('warn', events.waiting, { waitMs, ...errorFields(error) });
  const held = sources.map((source) => {
    const { broker, name } = source;
    if (broker === 'embedded') return Promise.resolve();
    const connected = async (held: AbortSignal) => {
      const connection = openOutsideBroker(source, broker, (publish) => acceptAs(source, publish), lines);
      if (!held.aborted) await once(held, 'abort');
      await connection.close();
    };
    return holdSeat({ name: `ingest-${name}`, report }, log, connected, signal);
  });
  await Promise.all(held);
}

type AcceptAs = (source: Sender, publish: Publish) => Promise<void>;

function acceptInto(inbox: Inbox, { now = Date.now, metrics }: IngestParts): AcceptAs {
  const accepted = metrics.counter('messages_accepted_total', 'Messages that the log holds, by source', ['source']);
  return async (source, publish) => {
    const messages = makeMessages(source, publish, now());
    await inbox.accept(messages);
    accepted.inc({ source: source.name }, messages.length);
  };
}

function openInbox(
  settings: IngestSettings,
  { log, lines, metrics }: IngestParts,
  signal: AbortSignal,
): { inbox: Inbox; failed: Promise<never> } {
  let fail = (_: unknown) => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch((error: unknown) => lines.say('error', events.failed, errorFields(error)));
  const report = (error: unknown, wait: number) => lines.say('warn', events.waiting, { waitMs: wait, ...errorFields(error) });
  const inbox = new Inbox(log, { batch: settings.batch, signal, report, fail });
  metrics.gauge('ingest_waiting_messages', 'Messages taken that the log does not hold yet', [], (gauge) => gauge.set(inbox.size));
  return { inbox, failed };
}

async function openEmbedded(
  settings: IngestSettings,
  { acceptAs, inbox }: { acceptAs: AcceptAs; inbox: Inbox },
  { password, lines }: IngestParts,
): Promise<EmbeddedBroker | undefined> {
  const ownSources = settings.sources.filter(({ broker }) => broker === 'embedded');
  const [first] = ownSources;
  if (!settings.embedded.enabled || !first) return undefined;
  // A topic that no source expects is kept as well, under the first: it ends malformed, with its bytes.
  const sourceOf = (topic: string) => ownSources.find((source) => filtersOf(source).some((filter) => takes(filter, topic))) ?? first;
  const accept: Accept = (publish) => acceptAs(sourceOf(publish.topic), publish);
  return openEmbeddedBroker(settings.embedded, password, { accept, isFull: () => inbox.isFull }, lines);
}

async function openPush(
  { push }: IngestSettings,
  { acceptAs, inbox }: { acceptAs: AcceptAs; inbox: Inbox },
  { lines }: IngestParts,
): Promise<PushEndpoint | undefined> {
  if (!push.enabled) return undefined;
  const accept: PushParts['accept'] = ({ name, format }, publish) => acceptAs({ name, format, stream: 'events' }, publish);
  return listening('ingest.push', push, () => openPushEndpoint(push, { accept, isFull: () => inbox.isFull, lines }));
}
