import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Outgoing } from '../../packages/log/contract.ts';
import { topics } from '../../packages/model/topics.ts';
import { exampleFiles } from '../../packages/register/example-register.ts';
import { TownHall } from './fixtures/town-hall.ts';
import { RegisterDesk } from './register-desk.ts';

let hall: TownHall;
beforeEach(async () => {
  hall = await TownHall.open();
});
afterEach(() => hall.dispose());

/** How many records each of the register's topics has ever had. */
const written = async () =>
  Promise.all([topics.register, topics.sessions].map(async (topic) => (await hall.log.standing('test', topic))[0]?.end));

test('good rows enter and count, table by table, in the order of the example', async () => {
  for (const [table, csv] of Object.entries(exampleFiles)) {
    const { status, answer } = await hall.import(csv);
    expect({ status, answer }).toEqual({
      status: 200,
      answer: { table, accepted: csv.trim().split('\n').length - 1, unchanged: 0, problems: [] },
    });
  }
  expect(hall.register.view.devices()).toHaveLength(2);
  expect(await written()).toEqual([7, 2]);
});

test('importing twice changes nothing: not one record is written', async () => {
  for (const csv of Object.values(exampleFiles)) await hall.import(csv);
  const before = await written();
  for (const csv of Object.values(exampleFiles)) {
    const rows = csv.trim().split('\n').length - 1;
    expect((await hall.import(csv)).answer).toMatchObject({ accepted: 0, unchanged: rows, problems: [] });
  }
  expect(await written()).toEqual(before);
});

test('bad rows are listed with line, column and reason, and good rows enter', async () => {
  await hall.import(exampleFiles.organisations);
  const rows = ['place,ville,Place,48.8,2.3,3,outdoor,public_body,open', 'quai,ville,Quai,91,2.3,3,outdoor,public_body,open', 'too,few'];
  const { status, answer } = await hall.import(`${exampleFiles.sites.split('\n')[0]}\n${rows.join('\n')}\n`);
  expect(status).toBe(200);
  expect(answer).toMatchObject({ table: 'sites', accepted: 1 });
  expect(answer.problems).toEqual([
    { line: 3, column: 'latitude', reason: expect.stringContaining('from -90 to 90') },
    { line: 4, column: null, reason: expect.stringContaining('2 cells, but the header has 9') },
  ]);
  expect(hall.register.view.sites().map(({ id }) => id)).toEqual(['place']);
});

test('truth 10: a person’s place is refused in words, whichever plane it names', async () => {
  await hall.import(exampleFiles.organisations);
  const [header] = exampleFiles.sites.split('\n');
  const { answer } = await hall.import(
    `${header}\nflat,ville,Flat,48.8,2.3,3,indoor,person,open\nflat,ville,Flat,48.8,2.3,3,indoor,person,personal\n`,
  );
  expect(answer).toMatchObject({ accepted: 0 });
  expect(answer.problems[0]).toEqual({ line: 2, column: 'subject', reason: 'homes are refused until the personal plane exists' });
  expect(answer.problems.map(({ line }: { line: number }) => line)).toEqual([2, 3, 3]);
  expect(hall.register.view.sites()).toEqual([]);
});

test('truth 11: no key, sealed or not, and no DevEUI comes back, in an answer or a log line, from good rows or bad ones', async () => {
  const texts: string[] = [];
  const bad = exampleFiles.sessions.replaceAll('1.0.3', '9.9').replaceAll('01020305', '0102030');
  for (const csv of [...Object.values(exampleFiles), exampleFiles.sessions, bad]) texts.push((await hall.import(csv)).text);
  const all = [...texts, ...hall.said].join('\n').toLowerCase();
  const secrets = exampleFiles.sessions
    .split('\n')
    .slice(1)
    .join()
    .split(',')
    .filter((cell) => cell.length >= 8);
  const sealed = hall.register.view.devices().flatMap(({ ref }) => hall.register.view.sessionsOf(ref).map(({ nwkSKey }) => nwkSKey));
  expect(secrets.length).toBeGreaterThan(5);
  expect(sealed).toHaveLength(2);
  for (const secret of [...secrets, ...sealed]) expect(all).not.toContain(secret.toLowerCase());
});

test.each([
  ['a file of no table', 'a,b\n1,2\n', 400, /header of no table/],
  ['an empty file', '', 400, /body|empty/],
  ['bytes that are no UTF-8', Buffer.from('id,label\nville,Orl\xe9ans\n', 'latin1'), 400, /no UTF-8 text. Save it again as CSV in UTF-8/],
  ['a file that is too large', `id,label\n${'x'.repeat(2 * 1024 * 1024)}`, 413, /several parts/],
])('%s is refused in words, and nothing enters', async (_what, csv, status, words) => {
  const refused = await hall.import(csv);
  expect(refused).toMatchObject({ status, answer: { detail: expect.stringMatching(words) } });
  expect(await written()).toEqual([0, 0]);
});

test('another kind of body is 415, none at all is 400', async () => {
  expect(await hall.import('{}', 'application/json')).toMatchObject({ status: 415 });
  expect(await hall.ask('POST', '/api/v1/register')).toMatchObject({
    status: 400,
    answer: { detail: expect.stringContaining('text/csv') },
  });
});

test('a byte order mark, as spreadsheets write it, is no part of the file', async () => {
  expect((await hall.import(`\uFEFF${exampleFiles.organisations}`)).answer).toMatchObject({ accepted: 1, problems: [] });
});

test('imports take turns: a table and what refers to it may be sent at once, however long the log takes', async () => {
  const slowly = async (records: readonly Outgoing[]) => {
    await setImmediate();
    await setImmediate();
    return hall.log.append(records);
  };
  const log = new Proxy(hall.log, {
    get: (real, name) => (name === 'append' ? slowly : Reflect.get(real, name, real)?.bind?.(real)),
  });
  const desk = new RegisterDesk({ ...hall.parts, log });
  const answers = await Promise.all(Object.values(exampleFiles).map((csv) => desk.importTable(csv)));
  expect(answers.flatMap(({ problems }) => problems)).toEqual([]);
  const again = await Promise.all([1, 2, 3].map(() => desk.importTable(exampleFiles.sites.replaceAll('2.5', '2.75'))));
  expect(again.map(({ accepted }) => accepted)).toEqual([1, 0, 0]);
});

test.each([
  ['POST', '/api/v1/register'],
  ['GET', '/api/v1/quarantine'],
  ['GET', '/api/v1/quarantine/a.0.1'],
  ['POST', '/api/v1/quarantine/a.0.1/resend'],
] as const)('%s %s wants the token', async (method, url) => {
  expect(await hall.ask(method, url, { token: 'another', ...(url.endsWith('register') ? { csv: 'id,label\n' } : {}) })).toMatchObject({
    status: 401,
  });
});

test('a folder is imported in the order in which rows refer to one another, whatever its files are called; bad rows are logged', async () => {
  const folder = join(hall.folder, 'tables');
  await mkdir(folder);
  const names = ['z', 'y', 'x', 'w', 'v'];
  for (const [n, csv] of Object.values(exampleFiles).entries()) await writeFile(join(folder, `${names[n]}.csv`), csv);
  await writeFile(join(folder, 'u.csv'), 'id,label\nUPPER,Nobody\n');
  await writeFile(join(folder, 'notes.txt'), 'no table');
  await hall.desk.importFolder(folder);
  expect(await written()).toEqual([7, 2]);
  const refused = hall.said.map((line) => JSON.parse(line)).filter(({ event }) => event === 'register.row.refused');
  expect(refused).toMatchObject([{ table: 'organisations', detail: expect.stringMatching(/^line 2, id: .*lower-case/) }]);
});

test('a folder with a file that is no UTF-8 is refused by the file’s name, before anything of it enters', async () => {
  const folder = join(hall.folder, 'tables');
  await mkdir(folder);
  await writeFile(join(folder, 'a.csv'), exampleFiles.organisations);
  await writeFile(join(folder, 'b.csv'), Buffer.from([0xe9]));
  await expect(hall.desk.importFolder(folder)).rejects.toThrow(/^b\.csv is no UTF-8 text/);
  expect(await written()).toEqual([0, 0]);
});
