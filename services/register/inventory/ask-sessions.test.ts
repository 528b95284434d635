import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ChirpStack } from '../../../packages/inventory/chirpstack/chirpstack.ts';
import { ChirpStackStandIn } from '../../../packages/inventory/suite/chirpstack-stand-in.ts';
import { activation10, exampleFleet } from '../../../packages/inventory/suite/example-fleet.ts';
import { outgoing } from '../../../packages/log/contract.ts';
import type { DeviceEvent } from '../../../packages/model/device-event.ts';
import { topics } from '../../../packages/model/topics.ts';
import { destroyKeys } from '../../../packages/register/destroy-keys.ts';
import { openSession } from '../../../packages/register/session-keys.ts';
import { TownHall } from '../fixtures/town-hall.ts';
import { askSessions } from './ask-sessions.ts';

let hall: TownHall;
let server: ChirpStackStandIn;
let client: ChirpStack;
let token: string;
let stopping: AbortController;
let running: Promise<void>;

beforeEach(async () => {
  hall = await TownHall.open();
  server = await ChirpStackStandIn.start(exampleFleet());
  token = server.token;
  client = new ChirpStack({ url: server.url, token: async () => token });
  stopping = new AbortController();
  running = Promise.resolve();
  await hall.import('dev_eui,model\n0102030405060701,test/floats\n0102030405060704,test/floats\nffffffffffffff01,test/floats\n');
});
afterEach(async () => {
  stopping.abort();
  await running;
  client.close();
  server.stop();
  await hall.dispose();
});

function ask(): void {
  const silence = { first: 20, most: 20 };
  running = askSessions({ ...hall.parts, server: client, desk: hall.desk, atOnce: 2, silence }, stopping.signal);
}

/** Resolves when the register holds so many sessions. */
async function sessions(count: number) {
  while (true) {
    const changed = hall.log.changed([topics.sessions], stopping.signal);
    await hall.register.catchUp();
    const all = hall.register.view.devices().flatMap(({ ref }) => hall.register.view.sessionsOf(ref));
    if (all.length >= count) return all;
    await changed;
  }
}

async function asked(method: string, times: number): Promise<void> {
  while ((server.calls.get(method) ?? 0) < times) await new Promise((turn) => setTimeout(turn, 5));
}

const written = async () => (await hall.log.standing('test', topics.sessions))[0]?.end;
const refOf = (devEui: string) => hall.register.view.deviceByEui(devEui)?.ref ?? '';

async function says(kind: DeviceEvent['kind'], devEui: string): Promise<void> {
  const event: DeviceEvent = { kind, device: refOf(devEui), message: 'm', receivedTime: 1, receptions: [], flags: [] };
  await hall.log.append([outgoing(topics.deviceEvents, refOf(devEui), event, 1)]);
}

test('a fleet in mid-life: the sessions of all devices are asked for at start, and kept as the register keeps them', async () => {
  const before = hall.parts.now();
  ask();
  const [one, other] = (await sessions(2)).toSorted((a, b) => a.devAddr.localeCompare(b.devAddr));
  expect(one).toMatchObject({ device: refOf('0102030405060701'), macVersion: '1.0.3', devAddr: '0199cd5d', origin: 'asked' });
  expect(one?.since).toBeGreaterThanOrEqual(before);
  expect(other).toMatchObject({ device: refOf('0102030405060704'), macVersion: '1.1.0', devAddr: '01f21e4a', origin: 'asked' });
  if (!one || !other) throw new Error('Two sessions were expected.');
  const hex = (session: typeof one) =>
    Object.fromEntries(
      Object.entries(openSession(hall.parts.masterKey, session)).map(([name, key]) => [name, Buffer.from(key).toString('hex')]),
    );
  expect(hex(one)).toEqual({ nwkSKey: '9d0eba2b3b75fff0a407253e061e6139', appSKey: 'e782a7879806624eee867529ce84735e' });
  expect(Object.keys(hex(other))).toEqual(['nwkSKey', 'sNwkSIntKey', 'nwkSEncKey', 'appSKey']);
});

test('asked again, what is known is written no more', async () => {
  ask();
  await sessions(2);
  const before = await written();
  stopping.abort();
  await running;
  server.calls.clear();
  stopping = new AbortController();
  ask();
  await asked('Device.GetActivation', 3);
  stopping.abort();
  await running;
  expect(await written()).toBe(before);
});

test('a join event brings the new session beside the old one', async () => {
  ask();
  await sessions(2);
  server.activate('0102030405060701', activation10('00856671', 'c64dd43f3e630ddd62cbf2020ea813bf', 'd347fa64289e225acc0a2ca4d1f59e2f'));
  await says('join', '0102030405060701');
  await sessions(3);
  const mine = hall.register.view.sessionsOf(refOf('0102030405060701')).toSorted((a, b) => (a.since ?? 0) - (b.since ?? 0));
  expect(mine.map(({ devAddr }) => devAddr)).toEqual(['0199cd5d', '00856671']);
});

test('a device that comes into the register is asked about', async () => {
  ask();
  await sessions(2);
  server.activate('0102030405060709', activation10('01000009', '0a'.repeat(16), '0b'.repeat(16)));
  await hall.import('dev_eui,model\n0102030405060709,test/floats\n');
  expect((await sessions(3)).map(({ devAddr }) => devAddr)).toContain('01000009');
});

test('keys that were destroyed here are not asked for again, until the device has joined anew', async () => {
  await destroyKeys(hall.log, [{ device: refOf('0102030405060701'), time: 1 }], 1);
  ask();
  expect((await sessions(1)).map(({ devAddr }) => devAddr)).toEqual(['01f21e4a']);
  server.activate('0102030405060701', activation10('00856671', 'c64dd43f3e630ddd62cbf2020ea813bf', 'd347fa64289e225acc0a2ca4d1f59e2f'));
  await says('join', '0102030405060701');
  expect((await sessions(2)).map(({ devAddr }) => devAddr).toSorted()).toEqual(['00856671', '01f21e4a']);
});

test('truth 7: a server that is away, and a token that is refused, are waited for, without holding up anything', async () => {
  server.stop();
  ask();
  while (!hall.said.some((line) => line.includes('register.server.silent'))) await new Promise((turn) => setTimeout(turn, 5));
  await hall.import('dev_eui,model\n0102030405060709,test/floats\n');
  await server.listen();
  await sessions(2);
});

test('a device that ChirpStack knows of and this token may not see holds up no other', async () => {
  server.tenantKey = true;
  ask();
  await sessions(2);
});

test('truth 11: neither keys nor identifiers nor the token enter the log lines', async () => {
  token = 'a-token-that-is-refused';
  ask();
  while (!hall.said.some((line) => line.includes('register.server.silent'))) await new Promise((turn) => setTimeout(turn, 5));
  token = server.token;
  stopping.abort();
  await running;
  stopping = new AbortController();
  ask();
  await sessions(2);
  const { devices } = server.fleet;
  const secrets = devices.flatMap(({ devEui, name, activation }) => [devEui, name, ...Object.values(activation ?? {})]);
  for (const secret of [...secrets, token, 'a-token-that-is-refused', '127.0.0.1']) expect(hall.said.join('\n')).not.toContain(secret);
});
