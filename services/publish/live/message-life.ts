import type { Log } from '../../../packages/log/contract.ts';
import { decode } from '../../../packages/model/contents.ts';
import type { Message } from '../../../packages/model/message.ts';
import { placeOfMessage } from '../../../packages/model/message-id.ts';
import { type Topic, topics } from '../../../packages/model/topics.ts';
import { isoTime } from '../iso-time.ts';
import { type Observation, observation } from '../observation.ts';
import type { OpenPlane } from '../open-plane.ts';
import { type HeardMessage, heardMessage } from './heard-message.ts';
import { type LifeStep, lastStep, lifeSteps, type Outcome, stepWords } from './life-step.ts';
import type { RememberedLife } from './remembered-lives.ts';

/** What one step showed: names of the standard, numbers and hex. */
export type Shown = Readonly<Record<string, string | number>>;

/** The message as the log holds it; undefined: it is not there (any more). @throws LogUnavailable */
export async function messageOf(log: Log, id: string): Promise<Message | undefined> {
  const place = placeOfMessage(id);
  if (place?.incarnation !== log.incarnation || place.partition >= log.partitions(topics.messages)) return undefined;
  const [record] = await log.read(topics.messages, place.partition, place.offset, 1);
  if (record?.offset !== place.offset || !record.value) return undefined;
  return decode<Message>(topics.messages as Topic<Message>, record.value);
}

/** The eight steps of one message's life, and what each showed: of a simulated city only (truth 11). */
export function messageLife(id: string, message: Message, life: RememberedLife, plane: OpenPlane) {
  const heard = heardMessage(message);
  const { bytes, parts, receptions } = heard;
  const [reception] = receptions;
  return {
    message: id,
    receivedTime: isoTime(message.receivedTime),
    source: message.source,
    topic: message.topic,
    bytes,
    parts,
    reception: reception ? { rssi: reception.rssi ?? null, snr: reception.snr ?? null } : null,
    ending: endingOf(life),
    steps: stepsOf(message, life, heard),
    observations: observationsOf(life, plane),
  };
}

function endingOf({ ending }: RememberedLife) {
  return {
    ending: ending.ending,
    reason: ending.ending === 'quarantined' ? ending.reason : null,
    of: ending.ending === 'duplicate' ? ending.of : null,
  };
}

function observationsOf({ readings }: RememberedLife, { datastreams }: OpenPlane): Observation[] {
  return readings.flatMap((reading) => {
    const datastream = datastreams.get(reading.datastream);
    return datastream ? [observation({ reading, datastream })] : [];
  });
}

function stepsOf(message: Message, life: RememberedLife, heard: HeardMessage) {
  const last = lastStep(life);
  const end = last === undefined ? lifeSteps.length : lifeSteps.indexOf(last);
  return lifeSteps.map((step, at) => {
    const outcome: Outcome = at < end ? 'passed' : at === end ? 'ended' : 'not_reached';
    const shows = outcome === 'not_reached' ? {} : { ...shown(step, message, life, heard), ...(outcome === 'ended' ? atEnd(life) : {}) };
    return { step, outcome, words: stepWords(step, outcome, life.ending, heard.by), shows };
  });
}

/** What the last step said. */
function atEnd({ ending, quarantined }: RememberedLife): Shown {
  if (ending.ending === 'duplicate') return { of: ending.of };
  if (ending.ending !== 'quarantined') return {};
  return { reason: ending.reason, ...(quarantined?.detail ? { detail: quarantined.detail } : {}) };
}

function shown(step: LifeStep, message: Message, { frame, readings }: RememberedLife, { bytes, parts }: HeardMessage): Shown {
  const part = (name: string) => parts.find((one) => one.name === name)?.value;
  switch (step) {
    case 'read':
      return { source: message.source, topic: message.topic, ...said('bytes', bytes === null ? undefined : bytes.length / 2) };
    case 'match_session':
      return said('devAddr', part('DevAddr'));
    case 'verify_mic':
      return said('mic', part('MIC'));
    case 'claim_counter':
      return said('fCnt', frame?.fCnt ?? numberOf(part('FCnt')));
    case 'decrypt':
      return { ...said('fPort', frame?.fPort ?? numberOf(part('FPort'))), ...said('plain', frame?.bytesHex) };
    case 'run_codec':
      return said('codec', readings[0]?.codecVersion);
    case 'normalise':
    case 'forward':
      return readings.length > 0 ? { readings: readings.length } : {};
  }
}

const said = (name: string, value: string | number | undefined): Shown => (value === undefined ? {} : { [name]: value });
const numberOf = (text: string | undefined) => (text === undefined ? undefined : Number(text));
