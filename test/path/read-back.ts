import { decode } from '../../packages/model/contents.ts';
import type { Ending } from '../../packages/model/ending.ts';
import type { Message } from '../../packages/model/message.ts';
import { topics } from '../../packages/model/topics.ts';
import { sources } from '../../packages/sources/index.ts';
import type { TestCity } from './test-city.ts';

/** The endings in a few words: `forwarded`, `duplicate`, `needless`, or the reason. */
export async function endingWords(city: TestCity): Promise<string[]> {
  return (await city.records(topics.endings)).map(inWords);
}

export const inWords = (ending: Ending): string => (ending.ending === 'quarantined' ? ending.reason : ending.ending);

/** The PHYPayload in a gateway's message, in hex. */
export function phyPayloadOf({ topic, payload, stream, format }: Message): string {
  const read = sources[format]?.read({ topic, payload: Buffer.from(payload, 'base64'), stream });
  return read?.kind === 'frame' ? Buffer.from(read.phyPayload).toString('hex') : '';
}

/** Every accepted message by its id. */
export async function messagesById(city: TestCity): Promise<Map<string, Message>> {
  const records = await city.log.read(topics.messages, 0, 0, 1_000_000);
  return new Map(
    records.map(({ offset, value }) => [`${city.log.incarnation}.0.${offset}`, decode(topics.messages, value ?? new Uint8Array())]),
  );
}
