import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { fromHex } from './captured.ts';
import { chirpstack } from './chirpstack.ts';
import type { Heard } from './contract.ts';
import { messageKey } from './message-key.ts';

/** A whole capture of a real server, where it is at hand (beside the repository); single messages of it are in `fixtures/`. */
const folder = new URL('../../../shared/vectors/chirpstack/', import.meta.url);

interface CapturedLine {
  readonly i: number;
  readonly topic: string;
  readonly payloadHex: string;
}
interface Sent {
  readonly gatewayIds: string[];
  readonly phyPayloadHex: string;
  readonly devEui: string;
  readonly devAddr?: string;
  readonly fCnt: number | null;
  readonly fPort: number | null;
  readonly plaintextHex: string;
  readonly intent: string;
}

const text = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const isUp = (topic: string): boolean => topic.endsWith('/event/up');
const isEvent = (topic: string): boolean => topic.startsWith('application/');
const read = ({ topic, payloadHex }: CapturedLine): Heard =>
  chirpstack.read({ topic, payload: fromHex(payloadHex), stream: isEvent(topic) ? 'events' : 'frames' });

if (existsSync(folder)) judgeCapture();
else
  test('no capture at hand', () => console.info('The ChirpStack capture is not beside the repository: single messages alone were read.'));

function judgeCapture(): void {
  const lines = text('capture.jsonl').trim().split('\n');
  const captured = lines.map((line) => JSON.parse(line) as CapturedLine);
  const sent = JSON.parse(text('expect.json')) as Sent[];

  test('every frame that a gateway published is read to the bytes that were sent, in order', () =>
    gatewaysHeardWhatWasSent(captured, sent));
  test('every application event is read to the plaintext that was sent, but for the end-to-end encrypted ones', () =>
    serverSaidWhatWasSent(captured, sent));
  test('everything else is recognised by its topic', () => othersAreRecognised(captured));
  test('every key is the one of the device that sent', () => keysAreOfTheSender(captured, sent));
}

function gatewaysHeardWhatWasSent(captured: CapturedLine[], sent: Sent[]): void {
  const gateways = new Set(sent.flatMap(({ gatewayIds }) => gatewayIds));
  expect(gateways.size).toBe(4);
  for (const gateway of gateways) {
    const heard = captured.filter(({ topic }) => topic.endsWith(`gateway/${gateway}/event/up`)).map(read);
    const expected = sent.filter(({ gatewayIds }) => gatewayIds.includes(gateway)).map(({ phyPayloadHex }) => phyPayloadHex);
    expect(heard.map((frame) => (frame.kind === 'frame' ? hex(frame.phyPayload) : ''))).toEqual(expected);
    expect(
      heard.flatMap((frame) => (frame.kind === 'frame' ? frame.receptions : [])).every((reception) => reception.gateway === gateway),
    ).toBe(true);
  }
}

function serverSaidWhatWasSent(captured: CapturedLine[], sent: Sent[]): void {
  const events = captured.filter(({ topic }) => isEvent(topic) && isUp(topic)).map(read);
  expect(events).toHaveLength(85);
  for (const event of events) {
    if (event.kind !== 'application_event') throw new Error(`An application event was read as ${event.kind}.`);
    const { devEui, devAddr, fCnt, fPort, bytes, encrypted } = event;
    const same = sent.filter((one) => one.devEui === devEui && one.devAddr === devAddr && one.fCnt === fCnt && (one.fPort ?? 0) === fPort);
    const plaintexts = same.map(({ plaintextHex, fPort: port }) => (port ? plaintextHex : ''));
    if (encrypted && fPort !== 0) expect(plaintexts.map((plaintext) => plaintext.length)).toContain(2 * bytes.length);
    if (encrypted && fPort !== 0) expect(plaintexts).not.toContain(hex(bytes));
    else expect(plaintexts).toContain(hex(bytes));
  }
  expect(events.filter((event) => event.kind === 'application_event' && event.encrypted)).toHaveLength(3);
}

function othersAreRecognised(captured: CapturedLine[]): void {
  const others = captured.filter(({ topic }) => !isUp(topic));
  expect(others).toHaveLength(184);
  for (const other of others) {
    const [owner, id, what, name] = other.topic.split('/').slice(-4);
    const event = what === 'event' ? name : `${what}${owner === 'device' ? `_${name}` : ''}`;
    const expected = owner === 'device' ? { event, devEui: id } : { event: `gateway_${event}`, gateway: id };
    const heard = read(other);
    if (owner !== 'gateway' || what !== 'command' || name !== 'down') expect(heard).toEqual({ kind: 'other', ...expected });
    else expect(heard).toMatchObject({ kind: 'downlink', ...expected });
  }
}

function keysAreOfTheSender(captured: CapturedLine[], sent: Sent[]): void {
  const sender = new Map(sent.map(({ phyPayloadHex, devAddr, devEui }) => [phyPayloadHex, devAddr ?? `device:${devEui}`]));
  const keys = captured.filter(({ topic }) => isUp(topic)).map((line) => ({ heard: read(line), topic: line.topic }));
  const keyed = keys.filter(({ heard }) => heard.kind === 'frame' && heard.phyPayload.length >= 12 && (heard.phyPayload[0] ?? 0) < 0xe0);
  expect(keyed.length).toBeGreaterThan(110);
  for (const { heard, topic } of keyed) {
    expect(messageKey(heard, topic)).toBe(heard.kind === 'frame' ? sender.get(hex(heard.phyPayload)) : undefined);
  }
}
