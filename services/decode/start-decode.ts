import { type Catalogue, loadCatalogue } from '../../packages/codec/catalogue.ts';
import type { Box } from '../../packages/codec/contract.ts';
import type { RangeTable } from '../../packages/codec/normalise.ts';
import { openBox } from '../../packages/codec/open-box.ts';
import type { Log, LogRecord } from '../../packages/log/contract.ts';
import { createNodeAes } from '../../packages/lorawan/node-aes.ts';
import { topics } from '../../packages/model/topics.ts';
import { errorFields, type LogLines } from '../../packages/observe/log-line.ts';
import type { Metrics } from '../../packages/observe/metrics.ts';
import type { StageWatches } from '../../packages/observe/stage-watch.ts';
import { followRegister } from '../../packages/register/follow-register.ts';
import type { MasterKey } from '../../packages/register/master-key.ts';
import { OpenedSessions } from '../../packages/register/opened-sessions.ts';
import { runStage, type Stage } from '../../packages/stage/run-stage.ts';
import { ClaimBook } from './claim-book.ts';
import type { DecodeSettings } from './config.ts';
import { decodeBatch, type EndingWatch, type FaultWatch } from './decode-batch.ts';
import { events } from './events.ts';
import { Checkpoints } from './rebuild/checkpoint.ts';
import { Rebuild } from './rebuild/rebuild.ts';

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
    await runStage(decodeStage(settings, { ...parts, catalogue, box }), parts.log, parts.watches.of('decode'), signal);
  } finally {
    await box.close();
  }
}

/** In one piece of a rebuild: what lives waits for the part of it that yields to nobody. */
const mostReplayed = 200;

type Ready = DecodeParts & { catalogue: Catalogue; box: Box };

function decodeStage(settings: DecodeSettings, parts: Ready): Stage {
  const known = {
    keys: new OpenedSessions(parts.masterKey),
    aes: createNodeAes(),
    netIds: settings.netIds,
    catalogue: parts.catalogue,
    box: parts.box,
    ...(parts.quantities ? { quantities: parts.quantities } : {}),
  };
  const watch = { ended: countEndings(parts), faulted: reportFaults(parts.lines) };
  return {
    group: 'decode',
    topic: topics.messages,
    batch: settings.batch,
    async begin(tenure) {
      const { partition } = tenure;
      const claims = await ClaimBook.read((topic) => tenure.state(topic));
      const checkpoints = await Checkpoints.open(parts.log, partition);
      const register = await followRegister(parts.log);
      parts.lines.say('debug', events.started, { partition });
      const work = async (records: readonly LogRecord[]) => {
        await register.catchUp();
        const { view, read } = register;
        const place = { incarnation: parts.log.incarnation, partition, read };
        const checkpoint = await checkpoints.due(records[0], claims, read);
        return [...checkpoint, ...(await decodeBatch(records, { ...known, register: view, claims }, place, watch))];
      };
      const batch = Math.min(settings.batch, mostReplayed);
      return Object.assign(work, { aside: new Rebuild({ ...parts, partition, known, batch, living: claims, tenure }) });
    },
  };
}

function countEndings({ metrics, lines }: Pick<DecodeParts, 'metrics' | 'lines'>): EndingWatch {
  const endings = metrics.counter('messages_ended_total', 'Messages by ending and reason', ['ending', 'reason']);
  return (arrived, ended, traveller) => {
    const reason = ended.ended === 'quarantined' ? ended.reason : '';
    endings.inc({ ending: ended.ended, reason });
    lines.say('debug', events.ended, { message: arrived.id, ending: ended.ended, reason, device: traveller.device });
  };
}

function reportFaults(lines: LogLines): FaultWatch {
  return (arrived, error) => lines.say('error', events.faulted, { message: arrived.id, ...errorFields(error) });
}
