import { BoxUnavailable } from '../../packages/codec/contract.ts';
import type { LogRecord, Outgoing } from '../../packages/log/contract.ts';
import { type Arrived, arrive } from './arrived.ts';
import type { City } from './city.ts';
import { decodeMessage } from './decode-message.ts';
import { type Ended, quarantined } from './ended.ts';
import { endingRecords, needlessRecord, type Place } from './ending-records.ts';
import { Traveller } from './traveller.ts';

/** Told of each ending, for log lines and metrics. */
export type EndingWatch = (arrived: Arrived, ended: Ended, traveller: Traveller) => void;
/** Told when Vigie itself failed on a message. */
export type FaultWatch = (arrived: Arrived, error: unknown) => void;

/** Ends every message of a batch, side by side; their records come in the batch's order, the state that they moved last. */
export async function decodeBatch(
  records: readonly LogRecord[],
  city: City,
  place: Place,
  watch: { ended: EndingWatch; faulted: FaultWatch },
): Promise<Outgoing[]> {
  const lives = records.map((record) => endOne(arrive(place.incarnation, record), city, place, watch));
  const ends = await Promise.all(lives);
  return [...ends.flat(), ...city.claims.takeTouched(place.partition, records.at(-1)?.time ?? 0)];
}

function endOne(
  arrived: Arrived,
  city: City,
  place: Place,
  watch: { ended: EndingWatch; faulted: FaultWatch },
): Outgoing[] | Promise<Outgoing[]> {
  if (isNeedless(arrived, city)) return [needlessRecord(arrived, place)];
  const traveller = new Traveller(arrived, city.register);
  const finish = (ended: Ended) => {
    watch.ended(arrived, ended, traveller);
    return endingRecords(traveller, ended, place);
  };
  const ended = surviving(
    () => decodeMessage(arrived, city, traveller.pass),
    (error) => watch.faulted(arrived, error),
  );
  return ended instanceof Promise ? ended.then(finish) : finish(ended);
}

/** One message on which Vigie fails must not hold up the others (truth 7): it waits with its own reason. A box that cannot run fails them all. */
function surviving(life: () => Ended | Promise<Ended>, report: (error: unknown) => void): Ended | Promise<Ended> {
  const fault = (error: unknown) => {
    if (error instanceof BoxUnavailable) throw error;
    report(error);
    return quarantined('read', 'internal_fault', error instanceof Error ? error.name : typeof error);
  };
  try {
    const ended = life();
    return ended instanceof Promise ? ended.catch(fault) : ended;
  } catch (error) {
    return fault(error);
  }
}

/** A resend is carried out once; the second press of a button finds nothing waiting. */
function isNeedless({ message, id }: Arrived, { claims }: City): boolean {
  const { resend, receivedTime } = message;
  if (!resend) return false;
  if ((claims.resend(id)?.attempt ?? 0) >= resend.attempt) return true;
  claims.resends.set(id, { attempt: resend.attempt, receivedTime });
  return false;
}
