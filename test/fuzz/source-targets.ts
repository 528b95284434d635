import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deviceEventKinds } from '../../packages/model/device-event.ts';
import { receptionSchema } from '../../packages/model/reception.ts';
import { type Captured, type CapturedText, toCaptured } from '../../packages/sources/captured.ts';
import type { Heard, Published, Source } from '../../packages/sources/contract.ts';
import { sources } from '../../packages/sources/index.ts';
import { messageKey } from '../../packages/sources/message-key.ts';
import type { NumberedRandom } from './numbered-random.ts';
import type { Target } from './target.ts';

const fixtures = 'packages/sources/fixtures';

/** Every source, with all captured messages that it reads as its seeds. @throws Error when a source reads none */
export function sourceTargets(): Target[] {
  const captured = capturedMessages();
  return Object.values(sources).map((source) => targetOf(source, captured));
}

function capturedMessages(): Captured[] {
  const files = readdirSync(resolve(fixtures)).filter((name) => name.endsWith('.json'));
  return files.flatMap((name) => messagesIn(JSON.parse(readFileSync(resolve(fixtures, name), 'utf8')))).map(toCaptured);
}

const messagesIn = (file: { captured?: CapturedText[] } | CapturedText[]): CapturedText[] =>
  Array.isArray(file) ? file : (file.captured ?? []);

function targetOf(source: Source, captured: readonly Captured[]): Target {
  const own = captured.filter((message) => source.read(message).kind !== 'malformed');
  if (own.length === 0) throw new Error(`There is no captured message that the source "${source.name}" reads; add some to ${fixtures}.`);
  return {
    name: `source: ${source.name}`,
    seeds: own.map(({ payload }) => payload),
    read: (payload, random) => readWith(source, { ...publishedBy(random.pick(own), random), payload }),
  };
}

/** Now and then its topic is another one, too. */
function publishedBy({ topic, stream }: Captured, random: NumberedRandom): Omit<Published, 'payload'> {
  if (random.below(32) > 0) return { topic, stream };
  const levels = topic.split('/');
  levels.splice(random.below(levels.length), 1, random.pick(['', '+', '#', 'event', 'up', '0102030405060701', '\u0000']));
  return { topic: levels.join('/'), stream: random.pick(['frames', 'events']) };
}

function readWith(source: Source, published: Published): void {
  judge(source.read(published), published);
  for (const payload of source.split?.(published) ?? []) judge(source.read({ ...published, payload }), published);
}

/** A message that was read has a key, and its parts are what the model says. */
function judge(heard: Heard, { topic }: Published): void {
  if (messageKey(heard, topic) === '') throw new Error('A message without a key.');
  if ('receptions' in heard && !heard.receptions.every((reception) => receptionSchema.safeParse(reception).success)) {
    throw new Error('A reception that the model does not know.');
  }
  if (heard.kind === 'other' && !deviceEventKinds.includes(heard.event)) throw new Error('An event that the model does not know.');
  if (heard.kind === 'malformed' && heard.detail === '') throw new Error('Malformed without saying why.');
}
