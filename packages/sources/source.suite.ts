import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deviceEventKinds } from '../model/device-event.ts';
import { receptionSchema } from '../model/reception.ts';
import { type Captured, type CapturedText, toCaptured } from './captured.ts';
import type { Heard, Source, Stream } from './contract.ts';
import { messageKey } from './message-key.ts';

/** The messages of `fixtures/<name>.json`. */
export function fixtures(name: string): Captured[] {
  const text = readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { captured: CapturedText[] }).captured.map(toCaptured);
}

/** What every source must pass, with messages that its server really sent: some of each kind that it reads. */
export function sourceSuite({ source, captured }: { source: Source; captured: readonly Captured[] }): void {
  describe(`source ${source.name}`, () => {
    test('has captured messages to be judged by', () => expect(captured.length).toBeGreaterThan(0));
    test.each(captured)('reads $what', (message) => expect(source.read(message)).toEqual(message.expect));
    test.each(captured)('subscribes to the topic of $what, for its stream alone', (message) => subscribed(source, message));
    test.each(captured)('refuses $what on the other stream', (message) => refusedOnOtherStream(source, message));
    test.each(captured)('leaves the payload as it was: $what', (message) => untouched(source, message));
    test('takes apart what carries several frames, each to be read alone', () => takenApart(source, captured));
    test('truth 7: cut anywhere, a message is read or malformed', () => cutAnywhere(source, captured));
    test('truth 7: whatever bits flip, a message is read or malformed', () => bitsFlip(source, captured));
    test('truth 7: whatever a value becomes, a JSON message is read or malformed', () => valuesChange(source, captured));
    test('truth 7: however deep a JSON message, it is read or malformed', () => deepValues(source, captured));
    test('truth 7: whatever comes on its topics is read or malformed', () => anyBytes(source, captured));
    test('truth 7: whatever the topic, a message is read or malformed', () => anyTopic(source, captured));
  });
}

/** Messages that are almost right are where readers break; each property tries this many. */
const trials = { numRuns: Number(process.env['SOURCE_TRIALS'] ?? 200) };

/** Of one message: everywhere in a short one, evenly in a long one. */
const mostCuts = 60;

function subscribed(source: Source, { topic, stream }: Captured): void {
  expect(source.subscriptions(stream).some((filter) => matches(filter, topic))).toBe(true);
  expect(source.subscriptions(otherThan(stream)).some((filter) => matches(filter, topic))).toBe(false);
}

function refusedOnOtherStream(source: Source, message: Captured): void {
  const heard = source.read({ ...message, stream: otherThan(message.stream) });
  expect(heard).toEqual({ kind: 'malformed', detail: expect.stringContaining('stream') });
}

/** A reader that keeps views or writes into what it was given shows here. */
function untouched(source: Source, message: Captured): void {
  const payload = message.payload.slice();
  const heard = source.read({ ...message, payload });
  expect(Buffer.compare(payload, message.payload)).toBe(0);
  payload.fill(0xff);
  expect(heard).toEqual(message.expect);
}

/** One publish, one message; or several, of which none carries several again, and that say together what the publish said. */
function takenApart(source: Source, captured: readonly Captured[]): void {
  for (const message of captured) {
    const parts = source.split?.(message) ?? [message.payload];
    expect(parts.length).toBeGreaterThan(0);
    for (const payload of parts) expect(source.split?.({ ...message, payload }) ?? [payload]).toHaveLength(1);
    if (parts.length === 1) expect(source.read({ ...message, payload: parts[0] ?? new Uint8Array() })).toEqual(message.expect);
  }
}

function cutAnywhere(source: Source, captured: readonly Captured[]): void {
  for (const message of captured) {
    const step = Math.ceil(message.payload.length / mostCuts);
    for (let length = 0; length < message.payload.length; length += step) {
      judge(source, { ...message, payload: message.payload.subarray(0, length) });
    }
  }
}

function bitsFlip(source: Source, captured: readonly Captured[]): void {
  const flips = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });
  const property = fc.property(fc.constantFrom(...captured), flips, (message, places) => {
    const payload = message.payload.slice();
    for (const [at, bits] of places) payload[at % payload.length] = (payload[at % payload.length] ?? 0) ^ bits;
    judge(source, { ...message, payload });
  });
  fc.assert(property, trials);
}

function valuesChange(source: Source, captured: readonly Captured[]): void {
  const texts = captured.filter(({ payload }) => payload[0] === 0x7b);
  if (texts.length === 0) return;
  const property = fc.property(fc.constantFrom(...texts), fc.nat(), fc.oneof(fc.jsonValue(), fc.double()), (message, at, value) => {
    const content: unknown = JSON.parse(new TextDecoder().decode(message.payload));
    const places = placesOf(content);
    const [holder, name] = places[at % places.length] ?? [];
    if (holder !== undefined && name !== undefined) holder[name] = value;
    judge(source, { ...message, payload: new TextEncoder().encode(JSON.stringify(content)) });
  });
  fc.assert(property, trials);
}

/** JSON is read without recursion, and written by it. */
function deepValues(source: Source, captured: readonly Captured[]): void {
  const deep = '['.repeat(50_000) + ']'.repeat(50_000);
  for (const message of captured.filter(({ payload }) => payload[0] === 0x7b)) {
    const text = new TextDecoder().decode(message.payload).trimEnd().slice(0, -1);
    judge(source, { ...message, payload: new TextEncoder().encode(`${text},"deep":${deep}}`) });
  }
}

type Place = readonly [holder: Record<string, unknown>, name: string];

/** Every place of a JSON value where another may stand. */
function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name): Place[] => [[holder, name], ...placesOf(holder[name])]);
}

function anyBytes(source: Source, captured: readonly Captured[]): void {
  const property = fc.property(fc.constantFrom(...captured), fc.uint8Array({ maxLength: 300 }), (message, payload) => {
    judge(source, { ...message, payload });
  });
  fc.assert(property, trials);
}

function anyTopic(source: Source, captured: readonly Captured[]): void {
  const level = fc.oneof(fc.constantFrom(...captured.flatMap(({ topic }) => topic.split('/'))), fc.string());
  const topics = fc.array(level, { maxLength: 8 }).map((levels) => levels.join('/'));
  const property = fc.property(fc.constantFrom(...captured), topics, (message, topic) => judge(source, { ...message, topic }));
  fc.assert(property, trials);
}

/** Read twice the same, as the model has it, with a key; and silent about what it could not read. */
function judge(source: Source, message: Captured): void {
  const heard = source.read(message);
  const key = messageKey(heard, message.topic);
  if (key === '' || !isWellFormed(heard)) expect({ key, heard }).toBe('a message with a key, as the model has it');
  if (heard.kind === 'malformed') quotesNothing(heard.detail, message);
  if ((source.split?.(message) ?? [message.payload]).length === 0) expect(message).toBe('a publish that is at least one message');
}

function isWellFormed(heard: Heard): boolean {
  switch (heard.kind) {
    case 'frame':
      return heard.phyPayload.length > 0 && heard.receptions.every(isReception);
    case 'downlink':
      return heard.phyPayload.length > 0 && heard.gateway !== '';
    case 'application_event':
      return isEventWellFormed(heard) && heard.receptions.every(isReception);
    case 'other':
      return deviceEventKinds.includes(heard.event);
    case 'malformed':
      return heard.detail !== '';
  }
}

function isEventWellFormed(event: Extract<Heard, { kind: 'application_event' }>): boolean {
  const { devEui, devAddr, fCnt, fPort, encrypted, serverTime = 0 } = event;
  if (devAddr === '' && encrypted) return false;
  return (
    /^[0-9a-f]{16}$/.test(devEui) &&
    /^([0-9a-f]{8})?$/.test(devAddr) &&
    isUint(fCnt, 32) &&
    isUint(fPort, 8) &&
    Number.isInteger(serverTime)
  );
}

const isReception = (value: unknown): boolean => receptionSchema.safeParse(value).success;
const isUint = (value: number, bits: number): boolean => Number.isInteger(value) && value >= 0 && value < 2 ** bits;

/** Truth 11: neither a long level of the topic nor a captured identifier is in the detail. */
function quotesNothing(detail: string, { topic, expect: read }: Captured): void {
  const identifiers = topic.split('/').filter((level) => /^[0-9a-f-]{16,}$/i.test(level));
  if (read.kind === 'application_event') identifiers.push(read.devEui, read.devAddr);
  const quoted = identifiers.filter((identifier) => identifier !== '' && detail.toLowerCase().includes(identifier.toLowerCase()));
  if (quoted.length > 0) expect(detail).toBe('a detail without identifiers (truth 11)');
}

/** MQTT 5.0 §4.7.1. */
function matches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  const rest = wanted.indexOf('#');
  const compared = rest < 0 ? wanted : wanted.slice(0, rest);
  const lengthFits = rest < 0 ? levels.length === wanted.length : levels.length >= rest;
  return lengthFits && compared.every((level, i) => level === '+' || level === levels[i]);
}

const otherThan = (stream: Stream): Stream => (stream === 'frames' ? 'events' : 'frames');
