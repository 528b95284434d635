import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../../deploy/servers/free-port.ts';
import type { TrafficRow, TrafficSummary } from '../../packages/testkit/traffic-row.ts';
import type { Ledger } from '../../services/publish/publish-ledger.ts';
import { openFolder, Program } from './program.ts';
import { RunningVigie } from './running-vigie.ts';

const folder = await openFolder();
let vigie: RunningVigie;
beforeAll(async () => {
  vigie = await RunningVigie.start(folder.path, { VIGIE_DEMO: 'false', VIGIE_LOG_LEVEL: 'silent' });
});
afterAll(async () => {
  expect(await vigie.program.end()).toMatchObject({ code: 0, err: '' });
  await folder.remove();
});

/** The command as a technician types it, beside the server. */
const run = (...args: string[]) => new Program('cli', { cwd: folder.path, args: ['--server', vigie.api, ...args] }).ended();
const simulate = (...args: string[]) =>
  run('simulate', '--broker', `mqtt://127.0.0.1:${vigie.mqttPort}`, '--devices', '3', '--seed', '7', '--duration', '1', ...args);
const done = (out: unknown) => ({ code: 0, out, err: '' });
const oneLine = (words: RegExp) => ({ code: 1, out: '', err: expect.stringMatching(new RegExp(`^[^\\n]*${words.source}[^\\n]*\\n$`)) });

const files = ['organisations', 'sites', 'devices', 'sessions', 'assignments'].map((table, n) => `city/${n + 1}-${table}.csv`);
const settled = (accepted: number) =>
  vigie.ledgerOnce(({ totals, partitions }) => totals.accepted === accepted && partitions[0]?.waiting === 0);

test('one story: strangers wait, the register is imported, what waited is sent again, and a simulation is accounted for', async () => {
  expect(await run('quarantine', 'list')).toEqual(done('Nothing waits.\n'));

  const first = await simulate('--rate', '3');
  const rows = first.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TrafficRow | TrafficSummary);
  expect({ ...first, out: rows.at(-1) }).toMatchObject(done(expect.objectContaining({ kind: 'summary', acked: rows.length - 1 })));
  await settled(rows.length - 1);

  const listed = await run('quarantine', 'list', '--reason', 'unknown_dev_addr', '--json');
  const waiting = JSON.parse(listed.out) as { id: string; reason: string }[];
  expect(waiting).toHaveLength(rows.length - 1);
  const id = waiting[0]?.id ?? '';
  expect(await run('quarantine', 'list', '--limit', '1')).toEqual(
    done(expect.stringMatching(/^id +received +reason +device +detail\n[^\n]+unknown_dev_addr\n$/)),
  );
  const shown = await run('quarantine', 'show', id);
  expect(shown).toEqual(done(expect.stringMatching(/^No known session has this address\.\n.*Importez la session.*"payload": "/s)));

  expect(await simulate('--register', 'city')).toEqual(done(`Import them with: vigie register import ${files.join(' ')}\n`));
  expect(await run('register', 'import', ...files)).toEqual(
    done(
      expect.stringMatching(/^city\/1-organisations\.csv: organisations, 1 changed, 0 as before, 0 problems\n.*assignments, 3 changed/s),
    ),
  );
  const again = await run('register', 'import', ...files, '--json');
  for (const line of again.out.trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ accepted: 0, problems: [] });

  expect(await run('quarantine', 'resend', ...waiting.map((one) => one.id))).toEqual(
    done(expect.stringMatching(new RegExp(`^${id} was sent again\\.`))),
  );
  await vigie.ledgerOnce(({ totals: { released } }) => released === waiting.length);
  expect(await run('quarantine', 'list')).toEqual(done('Nothing waits.\n'));
  expect(await run('quarantine', 'resend', id)).toEqual(oneLine(/This message does not wait\. .*quarantine list/));

  const before = (await vigie.get<Ledger>('/api/v1/ledger')).totals;
  const counter = String(1 + Math.max(...rows.map((row) => ('fCnt' in row ? row.fCnt : 0))));
  const shares = [
    '--losses',
    '0.1',
    '--copies',
    '0.3',
    '--forged',
    '0.3',
    '--flipped',
    '0.2',
    '--replayed',
    '0.2',
    '--first-counter',
    counter,
  ];
  const sent = await simulate('--rate', '40', ...shares, '--record', 'sent.jsonl');
  expect(sent).toEqual(
    done(expect.stringMatching(/^\d+ messages published, \d+ acknowledged \(.* forged.*\); recorded in sent\.jsonl\.\n$/)),
  );
  const recorded = (await readFile(join(folder.path, 'sent.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TrafficRow);
  const kinds = (kind: string) => recorded.filter((row) => row.kind === kind && row.acked).length;
  const forged = kinds('forged') + kinds('flipped');
  expect(kinds('frame') * kinds('copy') * kinds('forged') * kinds('flipped') * kinds('replayed')).toBeGreaterThan(0);
  const published = kinds('frame') + kinds('copy') + forged + kinds('replayed');
  const { totals } = await settled(before.accepted + published);
  expect(totals).toMatchObject({
    forwarded: before.forwarded + kinds('frame'),
    duplicate: before.duplicate + kinds('copy') + kinds('replayed'),
    quarantined: { mic_mismatch: forged },
  });
}, 60_000);

test('bad rows are listed with line, column and reason; the exit code is 1, in words and as JSON', async () => {
  await writeFile(join(folder.path, 'bad.csv'), 'id,label\nmairie,La Mairie\nUPPER,Nobody\n');
  const told = await run('register', 'import', 'bad.csv');
  expect(told).toEqual({
    code: 1,
    out: expect.stringMatching(/^bad\.csv: organisations, 1 changed, 0 as before, 1 problems\nline +column +reason\n3 +id +.*lower-case/),
    err: '',
  });
  const json = await run('register', 'import', 'bad.csv', '--json');
  expect({ ...json, out: JSON.parse(json.out) }).toMatchObject({
    code: 1,
    out: { file: 'bad.csv', accepted: 0, unchanged: 1, problems: [{ line: 3 }] },
  });
});

describe('what cannot be done is one line that says why, and what to do', () => {
  test('files that are not there, or no tables', async () => {
    await writeFile(join(folder.path, 'notes.csv'), 'a,b\n1,2\n');
    await writeFile(join(folder.path, 'latin.csv'), Buffer.from('id,label\nville,Orl\xe9ans\n', 'latin1'));
    expect(await run('register', 'import', 'none.csv')).toEqual(oneLine(/none\.csv cannot be read \(ENOENT\)\./));
    expect(await run('register', 'import', 'notes.csv')).toEqual(oneLine(/no table of the register\. .*header/));
    expect(await run('register', 'import', 'latin.csv')).toEqual(oneLine(/no UTF-8 text\. Save it again/));
  });

  test('no server, no Vigie, no address, no token, another token', async () => {
    const elsewhere = (...args: string[]) => new Program('cli', { cwd: folder.path, args: [...args, 'quarantine', 'list'] }).ended();
    await writeFile(join(folder.path, 'other-token'), 'another\n');
    expect(await elsewhere('--server', `http://127.0.0.1:${await freePort()}`)).toEqual(
      oneLine(/No Vigie answers at http.* Start it with/),
    );
    expect(await elsewhere('--server', 'nowhere')).toEqual(oneLine(/"nowhere" is no address; --server wants/));
    const byVariable = new Program('cli', { cwd: folder.path, env: { VIGIE_SERVER: 'anywhere' }, args: ['quarantine', 'list'] });
    expect(await byVariable.ended()).toEqual(oneLine(/"anywhere" is no address/));
    expect(await run('--token-file', 'none', 'quarantine', 'list')).toEqual(oneLine(/token cannot be read from none\. .*--token-file/));
    expect(await run('--token-file', 'other-token', 'quarantine', 'list')).toEqual(oneLine(/The administrator’s token is needed\. /));
  });

  test('words that the command does not know', async () => {
    expect(await run('quarantine', 'list', '--reson', 'x')).toEqual(oneLine(/unknown option '--reson' .*--reason.* See --help\./));
    expect(await run('quarantine', 'resend')).toEqual(oneLine(/Name messages by their ids, or a filter such as --reason/));
    expect(await run('quarantine', 'resend', 'a.0.1', '--reason', 'no_codec')).toEqual(oneLine(/by their ids or by a filter, not both/));
    expect(await run('rebuild', 'stop')).toEqual(oneLine(/No rebuild runs\./));
    expect(await run('rebuild', '--from', '2020-01-01T00:00:00Z')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/No whole checkpoint is as old/),
    });
    expect(await run('quarantine', 'list', '--reason', 'x')).toEqual(oneLine(/A parameter is not right\. reason: wants one of /));
    expect(await simulate('--forged', '2')).toEqual(oneLine(/'2' is invalid\. It wants a share from 0 to 1, such as 0\.05\. See --help\./));
    expect(await simulate('--models', 'decentlab/dl-pm,acme/th-1')).toEqual(
      oneLine(/It wants names parted by commas, of decentlab\/dl-pm, elsys\/ers-co2, dragino\/lht65n\. See --help\./),
    );
    expect(await simulate('--rate', '5000')).toEqual(oneLine(/at most 500 frames a second/));
    expect(await simulate('--password-file', 'other-token')).toEqual(
      oneLine(/The broker refuses the connection \(code 4\)\. Check user name/),
    );
    expect(await simulate('--record', 'none/sent.jsonl')).toEqual(oneLine(/none\/sent\.jsonl cannot be written \(ENOENT\)\./));
  });
});

test.each([
  [[], /quarantine.*rebuild.*register.*simulate.*Examples:/s],
  [['quarantine'], /list.*show.*resend/s],
  [['quarantine', 'list'], /--reason <reason>.*--json/s],
  [['quarantine', 'resend'], /--reason <reason>.*--mark <mark>.*Nothing is sent without --mark or --yes/s],
  [['rebuild'], /--accept.*status.*stop.*The rebuild goes on when this command is ended/s],
  [['register', 'import'], /exit code 1.*organisations, sites, devices, sessions, assignments/s],
  [['simulate'], /--forged <share>.*--register.*register import city\/\*\.csv.*--first-counter/s],
])('--help teaches: %j', async (command, words) => {
  const { code, out, err } = await run(...command, '--help');
  // Help is wrapped at the width of a terminal.
  expect({ code, out: out.replaceAll(/\s+/g, ' '), err }).toEqual(done(expect.stringMatching(words)));
});
