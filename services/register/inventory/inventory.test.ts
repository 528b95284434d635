import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ChirpStack } from '../../../packages/inventory/chirpstack/chirpstack.ts';
import { ChirpStackStandIn } from '../../../packages/inventory/suite/chirpstack-stand-in.ts';
import { activation10, exampleFleet } from '../../../packages/inventory/suite/example-fleet.ts';
import { topics } from '../../../packages/model/topics.ts';
import { destroyKeys } from '../../../packages/register/destroy-keys.ts';
import { openRootKeys } from '../../../packages/register/root-keys.ts';
import { TownHall } from '../fixtures/town-hall.ts';

let server: ChirpStackStandIn;
let client: ChirpStack;
let hall: TownHall;

beforeEach(async () => {
  server = await ChirpStackStandIn.start(exampleFleet());
  client = new ChirpStack({ url: server.url, token: async () => server.token });
  hall = await TownHall.open({ server: client, atOnce: 2 });
});
afterEach(async () => {
  client.close();
  server.stop();
  await hall.dispose();
});

const chirpstack = { server: 'chirpstack', positionTags: ['lat', 'lon'] };
const sites = {
  organisation: 'ville',
  organisationLabel: 'La Ville',
  subject: 'public_body',
  plane: 'open',
  exposure: 'outdoor',
  height: 3,
};
const decided = { ...sites, names: 'drop', models: { 'Test floats': 'test/floats' } };

const post = (path: 'plan' | 'import', request: object) =>
  hall.ask('POST', `/api/v1/inventory/${path}`, { csv: JSON.stringify(request), type: 'application/json' });
const planOf = async (request: object) => (await post('plan', request)).answer;
const importOf = async (request: object) => post('import', { ...request, mark: (await planOf(request)).mark });
const written = async () =>
  Promise.all([topics.register, topics.sessions].map(async (topic) => (await hall.log.standing('test', topic))[0]?.end));
const refOf = (devEui: string) => hall.register.view.deviceByEui(devEui)?.ref ?? '';

test('first it says what would be added, what is left out, and what a person must decide; nothing is written', async () => {
  const before = await written();
  const plan = await planOf({ from: chirpstack });
  expect(plan).toMatchObject({ blocked: true, problems: [], missing: [] });
  expect(plan.devices.map(({ name, model, state }: Record<string, string>) => [name, model, state])).toEqual([
    ['Balcon de Mme Martin', null, 'left_out'],
    ['Place du Marché', 'test/floats', 'added'],
    ['salle 3', null, 'left_out'],
  ]);
  expect(plan.decide.map(({ about, blocks }: Record<string, unknown>) => [about, blocks])).toEqual([
    ['models', false],
    ['models', false],
    ['sites', true],
    ['names', true],
    ['tags', false],
  ]);
  expect(plan.decide[0].action.en).toContain('--model "Test floats=vendor/model", with one of test/floats');
  expect(plan.decide[2].action.fr).toContain('--organisation --subject --plane --exposure --height');
  expect(plan.decide[4].found.en).toContain('contact, lat, lon');
  expect(plan.profiles[1]).toMatchObject({ name: 'Test floats', devices: 1, codecCharacters: 26 });
  expect(plan.profiles[1].codec).toBeUndefined();
  expect((await planOf({ from: chirpstack, codecs: true })).profiles[1].codec).toBe('function decodeUplink() {}');
  expect(await written()).toEqual(before);
  expect((await post('import', { from: chirpstack, mark: plan.mark })).status).toBe(409);
  expect(await written()).toEqual(before);
});

test('what was decided enters: organisation, sites, devices, places, root keys, sessions', async () => {
  expect((await importOf({ from: chirpstack, choices: decided })).status).toBe(200);
  const { view } = hall.register;
  expect(view.organisations()).toMatchObject([{ id: 'ville', label: 'La Ville' }]);
  const ref = refOf('0102030405060701');
  const [place] = view.assignmentsOf(ref);
  expect(view.site(place?.site ?? '')).toMatchObject({ latitude: 48.8566, longitude: 2.3522, height: 3, subject: 'public_body' });
  expect(place).toMatchObject({ from: 0, to: null });
  const roots = view.rootKeysOf(ref);
  if (!roots) throw new Error('Root keys were expected.');
  expect(roots).toMatchObject({ macVersion: '1.0.3', joinEui: '70b3d57ed0000001' });
  expect(Buffer.from(openRootKeys(hall.parts.masterKey, roots).appKey).toString('hex')).toBe('000102030405060708090a0b0c0d0e0f');
  expect(view.sessionsOf(ref)).toMatchObject([{ devAddr: '0199cd5d', macVersion: '1.0.3', origin: 'asked', since: 1 }]);
  expect(view.sessionsOf(refOf('0102030405060704'))).toMatchObject([{ devAddr: '01f21e4a', macVersion: '1.1.0' }]);
  expect(view.rootKeysOf(refOf('0102030405060704'))?.nwkKey).toBeDefined();
  expect(view.deviceByEui('0102030405060709')).toBeUndefined();
});

test('imported twice, nothing changes: not one record is written', async () => {
  await importOf({ from: chirpstack, choices: decided });
  const before = await written();
  for (const choices of [decided, { models: {} }]) {
    const { status, answer } = await importOf({ from: chirpstack, choices });
    expect({ status, imported: answer.imported, problems: answer.problems }).toEqual({ status: 200, imported: 0, problems: 0 });
  }
  expect(await written()).toEqual(before);
});

test('afterwards it says what has changed there since: a session, a position, a device more, one less', async () => {
  await importOf({ from: chirpstack, choices: decided });
  server.activate('0102030405060701', activation10('00856671', 'c64dd43f3e630ddd62cbf2020ea813bf', 'd347fa64289e225acc0a2ca4d1f59e2f'));
  const [first, second, third] = server.fleet.devices;
  if (!first || !second || !third) throw new Error('Three devices were expected.');
  server.fleet.devices.splice(0, 3, { ...first, tags: { lat: '48.9', lon: '2.3522' } }, { ...third, profile: first.profile });
  const plan = await planOf({ from: chirpstack, choices: decided });
  expect(plan.devices.map(({ device, state, touched }: Record<string, unknown>) => ({ device, state, touched }))).toEqual([
    { device: refOf('0102030405060701'), state: 'changed', touched: ['sites', 'sessions'] },
    { device: expect.any(String), state: 'added', touched: ['devices'] },
  ]);
  expect(plan.missing).toEqual([{ device: refOf('0102030405060704'), model: 'test/floats' }]);
  expect(plan.tables).toContainEqual({ table: 'sites', added: 0, changed: 1, unchanged: 0 });
});

test('what people decided here stays: another place, a disabled device, another model', async () => {
  await importOf({ from: chirpstack, choices: decided });
  const ref = refOf('0102030405060701');
  const old = hall.register.view.assignmentsOf(ref)[0];
  await hall.import('dev_eui,model,disabled\n0102030405060701,other/model,true\n');
  await hall.import(`dev_eui,site,from,to\n0102030405060701,${old?.site},1970-01-01,2026-01-01\n`);
  await hall.import(
    'id,organisation,label,latitude,longitude,height,exposure,subject,plane\nquai,ville,Quai,48,2,1,outdoor,public_body,open\n',
  );
  await hall.import('dev_eui,site,from\n0102030405060701,quai,2026-01-01\n');
  const before = await written();
  const choices = { ...sites, names: 'drop' };
  expect((await importOf({ from: chirpstack, choices })).answer).toMatchObject({ imported: 0, problems: 0 });
  expect(await written()).toEqual(before);
  expect(hall.register.view.device(ref)).toMatchObject({ model: 'other/model', disabled: true });
});

test('keys that were destroyed here do not come back with an inventory, and this is told', async () => {
  await importOf({ from: chirpstack, choices: decided });
  const ref = refOf('0102030405060701');
  await destroyKeys(hall.log, [{ device: ref, time: 1 }], 1);
  const plan = await planOf({ from: chirpstack, choices: decided });
  expect(plan.decide.find(({ about }: { about: string }) => about === 'keys')?.found.en).toContain('destroyed here (1)');
  expect((await importOf({ from: chirpstack, choices: decided })).answer).toMatchObject({ imported: 0, problems: 0 });
  const { view } = hall.register;
  expect([view.rootKeysOf(ref), ...view.sessionsOf(ref)]).toEqual([undefined]);
});

test('truth 10: a home is refused on either plane, and told; the device waits without a place', async () => {
  const { answer } = await importOf({ from: chirpstack, choices: { ...decided, subject: 'person' } });
  expect(answer.problems).toBeGreaterThan(0);
  const plan = await planOf({ from: chirpstack, choices: { ...decided, subject: 'person' } });
  expect(plan.problems[0]).toMatchObject({ table: 'sites', column: 'subject', reason: expect.stringContaining('homes are refused') });
  expect(hall.register.view.sites()).toEqual([]);
});

test('a plan that is no longer so is not carried out', async () => {
  const { mark } = await planOf({ from: chirpstack, choices: decided });
  server.activate('0102030405060709', activation10('01000009', '0a'.repeat(16), '0b'.repeat(16)));
  const [first] = server.fleet.devices;
  if (!first) throw new Error('The fleet has no device.');
  server.fleet.devices.push({ ...first, devEui: '0102030405060710', name: '' });
  const { status, answer } = await post('import', { from: chirpstack, choices: decided, mark });
  expect({ status, title: answer.title }).toEqual({ status: 409, title: 'This is not the plan that was shown' });
  expect(hall.register.view.devices()).toEqual([]);
});

test('names are labels where a person keeps them; dropped, they are nowhere: not in the log, not in a line', async () => {
  const names = ['Mme Martin', 'Jeanne Martin', 'Place du Marché', 'salle 3', 'contact'];
  await importOf({ from: chirpstack, choices: decided });
  for (const name of names) expect(await everything(hall)).not.toContain(name);
  await importOf({ from: chirpstack, choices: { ...decided, names: 'keep' } });
  expect(hall.register.view.sites().map(({ label }) => label)).toContain('Place du Marché');
  expect(await everything(hall)).not.toContain('Jeanne Martin');
  expect(hall.said.join('\n')).not.toContain('Marché');
});

test('a ChirpStack that refuses, or that is not set, and a request that is not right are told in words', async () => {
  client.close();
  client = new ChirpStack({ url: server.url, token: async () => 'another' });
  const refusing = await TownHall.open({ server: client, atOnce: 1 });
  const lonely = await TownHall.open();
  const ask = (of: TownHall, request: object) =>
    of.ask('POST', '/api/v1/inventory/plan', { csv: JSON.stringify(request), type: 'application/json' });
  expect(await ask(refusing, { from: chirpstack })).toMatchObject({ status: 502, answer: { detail: expect.stringContaining('--tenant') } });
  expect(await ask(lonely, { from: chirpstack })).toMatchObject({ status: 409, answer: { detail: expect.stringContaining('tokenFile') } });
  expect(await ask(lonely, { from: { server: 'loriot' } })).toMatchObject({
    status: 400,
    answer: { detail: expect.stringContaining('from.server') },
  });
  await refusing.dispose();
  await lonely.dispose();
});

/** Every record of every topic, and every log line, as text. */
async function everything({ log, said }: TownHall): Promise<string> {
  const records = await Promise.all(Object.values(topics).map((topic) => log.read(topic, 0, 0, 10_000)));
  return [...records.flat().map(({ key, value }) => `${key} ${Buffer.from(value ?? []).toString('utf8')}`), ...said].join('\n');
}
