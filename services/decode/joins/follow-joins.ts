import type { LogRecord, Outgoing } from '../../../packages/log/contract.ts';
import { type Log, outgoing } from '../../../packages/log/contract.ts';
import type { Aes } from '../../../packages/lorawan/aes.ts';
import { parsePhyPayload } from '../../../packages/lorawan/phy-payload.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { SessionRecord } from '../../../packages/model/register-entities.ts';
import { topics } from '../../../packages/model/topics.ts';
import type { LogLines } from '../../../packages/observe/log-line.ts';
import { followRegister } from '../../../packages/register/follow-register.ts';
import type { MasterKey } from '../../../packages/register/master-key.ts';
import type { OpenedKeys } from '../../../packages/register/opened-keys.ts';
import { enterSession } from '../../../packages/register/propose-session.ts';
import { sessionId } from '../../../packages/register/reference.ts';
import type { RegisterView } from '../../../packages/register/register-view.ts';
import type { Stage } from '../../../packages/stage/run-stage.ts';
import { events } from '../events.ts';
import { type HeardJoin, JoinBook, type Pair } from './join-book.ts';
import { sessionOfJoin } from './session-of-join.ts';

export interface JoinParts {
  readonly log: Log;
  readonly lines: LogLines;
  readonly masterKey: MasterKey;
  readonly keys: OpenedKeys;
  readonly aes: Aes;
}

/** Records before the position that are read again at the beginning: a join that is under way needs them. */
const remembered = 5_000;

/**
 * Follows sessions from the air: a join request and the accept that answers it give the session before its first uplink. Both come in any order, and
 * several times; the same session again changes nothing.
 */
export function followJoinsStage(parts: JoinParts): Stage {
  const { log } = parts;
  return {
    group: 'joins',
    topic: topics.joins,
    batch: 500,
    async begin({ partition, position }) {
      const book = new JoinBook();
      const register = await followRegister(log);
      const from = Math.max(0, position - remembered);
      for (const record of await log.read(topics.joins, partition, from, position - from)) book.take(heardIn(record));
      return async (records) => {
        await register.catchUp();
        const pairs = records.flatMap((record) => book.take(heardIn(record)));
        return pairs.length > 0 ? sessionRecords(pairs, register.view.copy(), parts) : [];
      };
    },
  };
}

function heardIn({ value }: LogRecord): HeardJoin {
  const { bytesHex, device, receivedTime } = decode(topics.joins, value ?? new Uint8Array());
  const frame = parsePhyPayload(Buffer.from(bytesHex, 'hex'));
  if (frame.kind === 'join_accept') return { frame, receivedTime };
  if ((frame.kind === 'join_request' || frame.kind === 'rejoin_request') && device !== undefined) return { frame, device, receivedTime };
  throw new Error(`A record of "joins" holds neither a join nor an accept: ${frame.kind}.`);
}

/** @param draft the register as it becomes with each session found */
function sessionRecords(pairs: readonly Pair[], draft: RegisterView, parts: JoinParts): Outgoing[] {
  return pairs.flatMap((pair) => {
    const session = newSession(pair, draft, parts);
    if (!session) return [];
    parts.lines.say('info', events.joined, { device: session.device });
    return [outgoing(topics.sessions, session.id, session, pair.accept.receivedTime)];
  });
}

/** Undefined: the accept answers another request, the session is known, or the register cannot hold it. */
function newSession(pair: Pair, draft: RegisterView, { keys, aes, masterKey, lines }: JoinParts): SessionRecord | undefined {
  const session = sessionOfJoin(pair, { register: draft, keys, aes });
  if (!session || draft.session(sessionId(masterKey, session.devAddr, session.nwkSKey))) return undefined;
  const entered = enterSession(session, draft, masterKey);
  if (!Array.isArray(entered)) return entered;
  lines.say('warn', events.joinRefused, { device: session.device, detail: entered.map(({ reason }) => reason).join('; ') });
  return undefined;
}
