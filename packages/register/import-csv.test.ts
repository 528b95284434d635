import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { columnsOf, tableNames } from './csv-tables.ts';
import { exampleFiles, exampleKeys, exampleRegister, importInto } from './example-register.ts';
import { importCsv } from './import-csv.ts';
import { RegisterView } from './register-view.ts';

const dump = (view: RegisterView) =>
  JSON.stringify([
    view.organisations(),
    view.sites(),
    view.devices(),
    view.assignments(),
    view.devices().flatMap(({ ref }) => view.sessionsOf(ref)),
  ]);

const sessions = (...rows: string[]) => ['dev_eui,mac_version,dev_addr,nwk_s_key,app_s_key', ...rows].join('\n');
const [nwk, app] = ['000102030405060708090a0b0c0d0e0f', '101112131415161718191a1b1c1d1e1f'];

test('the five tables fill an empty register', () => {
  const view = new RegisterView();
  const results = Object.entries(exampleFiles).map(([name, text]) => ({ name, result: importInto(view, text) }));
  for (const { name, result } of results) {
    expect(result.problems).toEqual([]);
    expect(result.table).toBe(name);
    expect(result.unchanged).toBe(0);
  }
  expect(results.map(({ result }) => result.accepted)).toEqual([1, 2, 2, 2, 2]);
  const device = view.deviceByEui('70b3d50000000002');
  expect(device).toMatchObject({ model: 'example/air', disabled: true, resetTolerant: true });
  expect(view.site('ecole')).toMatchObject({ latitude: 48.86, height: 2.5, label: 'École' });
  expect(view.assignmentsOf(device?.ref ?? '')).toEqual([
    { entity: 'assignment', device: device?.ref, site: 'ecole', from: Date.UTC(2026, 0, 1, 7), to: Date.UTC(2026, 5, 1) },
  ]);
});

test('importing twice changes nothing', () => {
  const view = exampleRegister();
  const before = dump(view);
  for (const text of Object.values(exampleFiles)) {
    const { accepted, unchanged, changes, problems } = importInto(view, text);
    expect({ accepted, changes, problems }).toEqual({ accepted: 0, changes: [], problems: [] });
    expect(unchanged).toBe(text.trim().split('\n').length - 1);
  }
  expect(dump(view)).toBe(before);
});

test('an import touches nothing by itself', () => {
  const view = new RegisterView();
  expect(importCsv(exampleFiles.organisations, view, exampleKeys).accepted).toBe(1);
  expect(view.organisations()).toEqual([]);
});

test('semicolons, a BOM, any line ends, blank lines, comments and quotes are read; lines keep their numbers', () => {
  const text = '\uFEFF# invented\r\nid;label\r\n\r\nville;"La ""grande""; Ville"\n;;\rautre; Autre \r\nTrop Grande;x';
  const { changes, problems } = importCsv(text, new RegisterView(), exampleKeys);
  expect(changes).toEqual([
    { entity: 'organisation', id: 'ville', label: 'La "grande"; Ville' },
    { entity: 'organisation', id: 'autre', label: 'Autre' },
  ]);
  expect(problems).toEqual([
    { line: 7, column: 'id', reason: 'text of 11 characters; wants lower-case letters, digits and hyphens, at most 40' },
  ]);
});

test('a quote that does not close costs its own line only', () => {
  const { accepted, problems } = importCsv('id,label\na,"A\nb,B\nc,C "c\nd,"D"\n', new RegisterView(), exampleKeys);
  expect(accepted).toBe(2);
  expect(problems.map(({ line, column }) => [line, column])).toEqual([
    [2, null],
    [4, null],
  ]);
});

test('bad rows are listed with line, column and reason; the good ones enter', () => {
  const text = `id,organisation,label,latitude,longitude,height,exposure,subject,plane
one,ville,One,48,2,2,outdoor,public_body,open
two,ville,Two,91,"2,35",3,Outdoor,public_body,open
three,village,Three,48,2,3,outdoor,public_body,open
four,ville,,48,2,3,outdoor,public_body,open
five,ville,Five,48,2,3,outdoor,public_body,open
six,ville,S\uFFFDx,48,2,3,outdoor,public_body,open
`;
  const { accepted, problems } = importCsv(text, exampleRegister(), exampleKeys);
  expect(accepted).toBe(2);
  expect(problems.map(({ line, column, reason }) => [line, column, reason.split(';')[0]])).toEqual([
    [3, 'latitude', 'text of 2 characters'],
    [3, 'longitude', 'text of 4 characters'],
    [3, 'exposure', 'text of 7 characters'],
    [4, 'organisation', 'the register has no such organisation'],
    [5, 'label', 'empty'],
    [7, 'label', 'text of 3 characters'],
  ]);
});

test('a row with too many or too few cells is no row', () => {
  const { accepted, problems } = importCsv('id,label\na\nb,B,\nc,C', new RegisterView(), exampleKeys);
  expect(accepted).toBe(1);
  expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
    [2, '1 cells, but the header has 2'],
    [3, '3 cells, but the header has 2'],
  ]);
});

test.each([
  ['2026-03-01', Date.UTC(2026, 2, 1)],
  ['2026-03-01T08:00:00+01:00', Date.UTC(2026, 2, 1, 7)],
  ['2026-03-01T08:00:00.250Z', Date.UTC(2026, 2, 1, 8, 0, 0, 250)],
  ['2026-02-29', undefined],
  ['2026-03-01T08:00:00', undefined],
  ['01/03/2026', undefined],
  ['1772323200', undefined],
])('the date %s', (text, expected) => {
  const view = new RegisterView();
  for (const file of [exampleFiles.organisations, exampleFiles.sites, exampleFiles.devices]) importInto(view, file);
  const { changes, problems } = importCsv(`dev_eui,site,from\n70b3d50000000001,place,${text}`, view, exampleKeys);
  if (expected === undefined) expect(problems.map(({ column }) => column)).toEqual(['from']);
  else expect(changes).toMatchObject([{ from: expected, to: null }]);
});

test('a zero with a sign is the zero that the log gives back', () => {
  const text = `${exampleFiles.sites.split('\n')[0]}\nnull,ville,Null Island,-0,+0.0,-0.0,outdoor,public_body,open`;
  const [change] = importCsv(text, exampleRegister(), exampleKeys).changes;
  expect(JSON.parse(JSON.stringify(change))).toEqual(change);
});

test('truth 10: a home is refused until the personal plane exists', () => {
  const home = (subject: string, plane: string) =>
    importCsv(
      `id,organisation,label,latitude,longitude,height,exposure,subject,plane\nhome,ville,Home,48,2,3,indoor,${subject},${plane}`,
      exampleRegister(),
      exampleKeys,
    );
  for (const [subject, plane, columns] of [
    ['person', 'personal', ['subject', 'plane']],
    ['person', 'open', ['subject']],
    ['business', 'personal', ['plane']],
  ] as const) {
    const { accepted, problems } = home(subject, plane);
    expect(accepted).toBe(0);
    expect(problems).toEqual(columns.map((column) => ({ line: 2, column, reason: 'homes are refused until the personal plane exists' })));
  }
  expect(home('business', 'open').accepted).toBe(1);
});

test('a changed row changes the same device; an empty cell or a left-out column says nothing', () => {
  const view = exampleRegister();
  const before = view.deviceByEui('70b3d50000000002');
  expect(importInto(view, 'dev_eui,model\n70b3d50000000002,example/air').unchanged).toBe(1);
  expect(importInto(view, 'dev_eui,model,disabled\n70b3d50000000002,example/air,').unchanged).toBe(1);
  expect(importInto(view, 'dev_eui,model,disabled\n70b3d50000000002,example/noise,FALSE').accepted).toBe(1);
  expect(view.deviceByEui('70b3d50000000002')).toEqual({ ...before, model: 'example/noise', disabled: false });
  expect(view.devices()).toHaveLength(2);
});

test("a device's own interval stands beside its model until another is said; without one the record has none", () => {
  const view = exampleRegister();
  expect(view.deviceByEui('70b3d50000000001')).not.toHaveProperty('interval');
  const text = 'dev_eui,model,interval\n70b3d50000000001,example/air,30';
  expect([importInto(view, text), importInto(view, text)]).toMatchObject([{ accepted: 1 }, { accepted: 0, unchanged: 1 }]);
  expect(importInto(view, 'dev_eui,model,interval\n70b3d50000000001,example/air,').unchanged).toBe(1);
  expect(importInto(view, exampleFiles.devices).unchanged).toBe(2);
  expect(view.deviceByEui('70b3d50000000001')?.interval).toBe(30);
});

test.each(['0', '604801', '1.5', '-1', '1e3', 'ten'])('an interval of %s seconds is refused', (interval) => {
  const { changes, problems } = importCsv(
    `dev_eui,model,interval\n70b3d50000000001,example/air,${interval}`,
    exampleRegister(),
    exampleKeys,
  );
  expect(changes).toEqual([]);
  expect(problems).toEqual([
    { line: 2, column: 'interval', reason: `text of ${interval.length} characters; wants a whole number of seconds from 1 to 604800` },
  ]);
});

test('two rows that say different things of the same: the first stands, the second is listed', () => {
  const view = new RegisterView();
  const text = 'dev_eui,model\n70b3d50000000001,a/b\n70B3D50000000001,a/b\n70b3d50000000001,a/c';
  const { accepted, unchanged, problems } = importInto(view, text);
  expect([accepted, unchanged]).toEqual([1, 1]);
  expect(problems).toEqual([{ line: 4, column: null, reason: 'says otherwise than line 2 of the same' }]);
  expect(view.deviceByEui('70b3d50000000001')?.model).toBe('a/b');
  expect(importInto(view, text).problems).toEqual(problems);
});

const cell = fc.oneof(
  fc.constantFrom('', '"', ';', 'ville', 'place', '70b3d50000000001', nwk, '1.0.3', '01020304', '2026-01-01', 'true', '48.8', '-0', 'open'),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const csv = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(...tableNames.map((table) => columnsOf(table).map(({ name }) => name))),
      fc.array(fc.oneof(cell, fc.constantFrom('dev_eui', 'id', 'site')), { maxLength: 10 }),
    ),
    fc.array(fc.array(cell, { maxLength: 10 }), { maxLength: 8 }),
    fc.constantFrom(',', ';'),
  )
  .map(([header, rows, separator]) => [header, ...rows].map((cells) => cells.join(separator)).join('\n'));

test('any text is read without throwing, and importing it twice changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(csv, fc.string({ unit: 'binary', maxLength: 200 })), (text) => {
      const view = exampleRegister();
      const first = importInto(view, text);
      const again = importInto(view, text);
      expect(again.changes).toEqual([]);
      expect(again.unchanged).toBe(first.accepted + first.unchanged);
      expect(again.problems).toEqual(first.problems);
    }),
    { numRuns: 200 },
  );
});

test('truth 11: no message quotes the file, whatever column a secret stands in', () => {
  const words = new Set(tableNames.flatMap((table) => columnsOf(table).map(({ name }) => name)));
  const secret = fc
    .tuple(fc.constantFrom('', '"', '-', '0x'), fc.stringMatching(/^[0-9a-fA-F]{7,33}$/), fc.constantFrom('', '"', 'g', '"x'))
    .map((parts) => parts.join(''));
  const header = fc.constantFrom(...tableNames.map((table) => columnsOf(table).map(({ name }) => name)));
  const swapped = fc
    .tuple(header, fc.nat(8), fc.option(secret))
    .map(([names, i, name]) => (name === null ? names : names.with(i % names.length, name)));
  fc.assert(
    fc.property(swapped, fc.array(fc.array(secret, { minLength: 1, maxLength: 9 }), { maxLength: 5 }), (names, rows) => {
      const view = exampleRegister();
      const text = [names, ...rows].map((cells) => cells.join(',')).join('\n');
      const said = JSON.stringify(importCsv(text, view, exampleKeys).problems).toLowerCase();
      for (const shown of [...names.filter((name) => !words.has(name)), ...rows.flat()]) {
        expect(said).not.toContain(shown.replace(/[^0-9a-fA-F]/g, '').toLowerCase());
      }
    }),
    { numRuns: 200 },
  );
});

test('truth 11: a key of a wrong length is described by its type and length', () => {
  const { problems } = importCsv(sessions(`70b3d50000000001,1.0.3,01020304,${nwk.slice(1)},${app}`), exampleRegister(), exampleKeys);
  expect(problems).toEqual([{ line: 2, column: 'nwk_s_key', reason: 'text of 31 characters; wants 32 hexadecimal digits' }]);
});
