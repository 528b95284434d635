import { type Catalogue, loadCatalogue } from '../../packages/codec/catalogue.ts';
import type { Box } from '../../packages/codec/contract.ts';
import type { RangeTable } from '../../packages/codec/normalise.ts';
import { openBox } from '../../packages/codec/open-box.ts';
import type { Log, LogRecord } from '../../packages/log/contract.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { regions } from '../../packages/lorawan/regions/index.ts';
import { topics } from '../../packages/model/topics.ts';
import { errorFields, type LogLines } from '../../packages/observe/log-line.ts';
import type { Metrics } from '../../packages/observe/metrics.ts';
import type { StageWatches } from '../../packages/observe/stage-watch.ts';
import { followRegister } from '../../packages/register/follow-register.ts';
import type { MasterKey } from '../../packages/register/master-key.ts';
import { OpenedKeys } from '../../packages/register/opened-keys.ts';
import { runStage, type Stage } from '../../packages/stage/run-stage.ts';
import { sideBySide } from '../../packages/stage/side-by-side.ts';
import type { City } from './city.ts';
import { ClaimBook } from './claim-book.ts';
import type { DecodeSettings } from './config.ts';
import { decodeBatch, type EndingWatch, type FaultWatch } from './decode-batch.ts';
import { events } from './events.ts';
import { followJoinsStage } from './joins/follow-joins.ts';
import { LateSessions } from './late-sessions.ts';
import { Checkpoints } from './rebuild/checkpoint.ts';
import { Rebuild } from './rebuild/rebuild.ts';
import { waitingFrames } from './waiting-frames.ts';

export interface DecodeParts {
  readonly log: Log;
  readonly masterKey: MasterKey;
  readonly lines: LogLines;
  readonly metrics: Metrics;
  readonly watches: StageWatches;
  /** In place of the folder of the settings; with a table of quantities where it names others than ours. */
  readonly catalogue?: Catalogue;
  readonly quantities?: RangeTable;
}

/** Runs decode until `signal` aborts; the batch in hand is finished and committed. */
export async function startDecode(settings: DecodeSettings, parts: DecodeParts, signal: AbortSignal): Promise<void> {
  const box = openBox();
  try {
    const catalogue = parts.catalogue ?? (await loadCatalogue(settings.catalogue));
    const known = knownBy(settings, { ...parts, catalogue, box });
    await Promise.all([
      runStage(decodeStage(settings, { ...parts, catalogue, box }, known), parts.log, parts.watches.of('decode'), signal),
      runStage(followJoinsStage({ ...parts, ...known }), parts.log, parts.watches.of('joins'), signal),
    ]);
  } finally {
    await box.close();
  }
}

/** In one piece of a rebuild: what lives waits for the part of it that yields to nobody. */
const mostReplayed = 200;

type Ready = DecodeParts & { catalogue: Catalogue; box: Box };

type Known = Omit<City, 'register' | 'claims'>;

function knownBy(settings: DecodeSettings, parts: Ready): Known {
  return {
    keys: new OpenedKeys(parts.masterKey),
    aes: createNodeAes(),
    region: regions[settings.region],
    netIds: settings.netIds,
    catalogue: parts.catalogue,
    box: parts.box,
    ...(parts.quantities ? { quantities: parts.quantities } : {}),
  };
}

function decodeStage(settings: DecodeSettings, parts: Ready, known: Known): Stage {
  const watch = { ended: countEndings(parts), faulted: reportFaults(parts.lines) };
  const resentIn = countResent(parts);
  return {
    group: 'decode',
    topic: topics.messages,
    batch: settings.batch,
    async begin(tenure) {
      const { partition } = tenure;
      const claims = await ClaimBook.read((topic) => tenure.state(topic));
      const checkpoints = await Checkpoints.open(parts.log, partition);
      const register = await followRegister(parts.log);
      const late = new LateSessions({ log: parts.log, partition, register, resent: resentIn(partition) });
      for (const frame of await waitingFrames(parts.log, partition, { ...known, register: register.view, claims })) late.wait(frame);
      const watched = { ...watch, ended: alsoWaiting(watch.ended, late) };
      parts.lines.say('debug', events.started, { partition });
      const work = async (records: readonly LogRecord[]) => {
        await register.catchUp();
        const { view, read } = register;
        const place = { incarnation: parts.log.incarnation, partition, read };
        const checkpoint = await checkpoints.due(records[0], claims, read);
        return [...checkpoint, ...(await decodeBatch(records, { ...known, register: view, claims }, place, watched))];
      };
      const batch = Math.min(settings.batch, mostReplayed);
      const rebuild = new Rebuild({ ...parts, partition, known, batch, living: claims, tenure });
      return Object.assign(work, { aside: sideBySide([rebuild, late]) });
    },
  };
}

function countEndings({ metrics, lines }: Pick<DecodeParts, 'metrics' | 'lines'>): EndingWatch {
  const endings = metrics.counter('messages_ended_total', 'Messages by ending and reason', ['ending', 'reason']);
  // What a broker or the air has lost is seen here only: a counter that never comes.
  const passedOver = metrics.counter('frames_never_heard_total', 'Frames whose counter was passed over, the late ones too', []);
  const late = metrics.counter('frames_late_total', 'Frames that came after their counter had been passed over', []);
  return (arrived, ended, traveller) => {
    const { step = 1 } = traveller;
    if (step > 1) passedOver.inc(step - 1);
    if (step < 0) late.inc();
    const reason = ended.ended === 'quarantined' ? ended.reason : '';
    endings.inc({ ending: ended.ended, reason });
    lines.say('debug', events.ended, { message: arrived.id, ending: ended.ended, reason, device: traveller.device });
  };
}

/** A frame without a session may be ahead of it. */
function alsoWaiting(ended: EndingWatch, late: LateSessions): EndingWatch {
  return (arrived, ending, traveller) => {
    ended(arrived, ending, traveller);
    const { id, key, message } = arrived;
    if (ending.ended !== 'quarantined' || ending.reason !== 'unknown_dev_addr' || traveller.devAddr === undefined) return;
    late.wait({ id, key, devAddr: traveller.devAddr, attempt: message.resend?.attempt ?? 0, receivedTime: message.receivedTime });
  };
}

function countResent({ metrics, lines }: Pick<DecodeParts, 'metrics' | 'lines'>): (partition: number) => (count: number) => void {
  const resent = metrics.counter('frames_resent_total', 'Frames that came before their session, and were sent again by themselves', []);
  return (partition) => (count) => {
    resent.inc(count);
    lines.say('info', events.late, { partition, count });
  };
}

function reportFaults(lines: LogLines): FaultWatch {
  return (arrived, error) => lines.say('error', events.faulted, { message: arrived.id, ...errorFields(error) });
}
