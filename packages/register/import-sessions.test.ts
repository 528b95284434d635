import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exampleFiles, exampleKeys, exampleRegister, importInto } from './example-register.ts';
import { importCsv } from './import-csv.ts';
import { openSession } from './session-keys.ts';

const hexOf = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : Buffer.from(bytes).toString('hex'));

const sessions = (...rows: string[]) => ['dev_eui,mac_version,dev_addr,nwk_s_key,app_s_key', ...rows].join('\n');
const [nwk, app, otherKey] = ['000102030405060708090a0b0c0d0e0f', '101112131415161718191a1b1c1d1e1f', 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'];

test('keys are sealed in the record and open to what was imported', () => {
  const [session] = exampleRegister().sessionsByDevAddr('01020304');
  expect(JSON.stringify(session)).not.toContain(nwk);
  expect(JSON.stringify(session)).not.toContain(app);
  expect(session && hexOf(openSession(exampleKeys, session).nwkSKey)).toBe(nwk);
  expect(session && hexOf(openSession(exampleKeys, session).appSKey)).toBe(app);
});

test('new DevAddr or keys of a device are another session; both are candidates', () => {
  const view = exampleRegister();
  const device = view.deviceByEui('70b3d50000000001')?.ref ?? '';
  expect(importInto(view, sessions(`70b3d50000000001,1.0.3,01020304,${otherKey},${app}`)).accepted).toBe(1);
  expect(view.sessionsByDevAddr('01020304')).toHaveLength(2);
  expect(view.sessionsOf(device)).toHaveLength(2);
});

test('truth 5: equal DevAddr and NwkSKey are one session, whatever is said of its AppSKey', () => {
  const view = exampleRegister();
  const [before] = view.sessionsByDevAddr('01020305');
  expect(importInto(view, sessions(`70b3d50000000002,1.0.2,01020305,202122232425262728292a2b2c2d2e2f,${app}`)).accepted).toBe(1);
  const [after, ...more] = view.sessionsByDevAddr('01020305');
  expect(more).toEqual([]);
  expect(after).toEqual({ ...before, appSKey: after?.appSKey });
  expect(after && hexOf(openSession(exampleKeys, after).appSKey)).toBe(app);
  expect(importInto(view, exampleFiles.sessions).unchanged).toBe(2);
  expect(importInto(view, sessions(`70b3d50000000002,1.0.2,01020305,202122232425262728292a2b2c2d2e2f,${otherKey}`)).accepted).toBe(1);
  expect(view.sessionsByDevAddr('01020305')).toHaveLength(1);
});

test('a session of another device, or of a device that nobody knows, is refused', () => {
  const view = exampleRegister();
  const { accepted, problems } = importInto(
    view,
    sessions(`70b3d50000000002,1.0.3,01020304,${nwk},${app}`, `70b3d500000000ff,1.0.3,01020309,${nwk},${app}`),
  );
  expect(accepted).toBe(0);
  expect(problems.map(({ line, column }) => [line, column])).toEqual([
    [2, 'dev_addr'],
    [3, 'dev_eui'],
  ]);
});

test('another master key does not read this register, and says so', () => {
  const view = exampleRegister();
  const [session] = view.sessionsByDevAddr('01020304');
  if (session !== undefined) view.applySession(session.id, { ...session, appSKey: session.nwkSKey });
  expect(() => importCsv(exampleFiles.sessions, view, exampleKeys)).toThrow('does not open');
});

const assignments = (...rows: string[]) => ['dev_eui,site,from,to', ...rows].join('\n');

test('ending an open assignment changes it; importing the older file again does not open it', () => {
  const view = exampleRegister();
  const device = view.deviceByEui('70b3d50000000001')?.ref ?? '';
  expect(importInto(view, assignments('70b3d50000000001,place,2026-01-01,2026-02-01')).accepted).toBe(1);
  expect(view.assignmentsOf(device)).toMatchObject([{ site: 'place', to: Date.UTC(2026, 1, 1) }]);
  expect(importInto(view, exampleFiles.assignments).unchanged).toBe(2);
  expect(view.assignmentsOf(device)).toMatchObject([{ to: Date.UTC(2026, 1, 1) }]);
});

test('a device moves in one file, whatever the order of its lines', () => {
  const view = exampleRegister();
  const text = assignments('70b3d50000000001,ecole,2026-02-01,', '70b3d50000000001,place,2026-01-01,2026-02-01');
  expect(importInto(view, text)).toMatchObject({ accepted: 2, problems: [] });
  const device = view.deviceByEui('70b3d50000000001')?.ref ?? '';
  expect(view.assignmentAt(device, Date.UTC(2026, 1, 1) - 1)?.site).toBe('place');
  expect(view.assignmentAt(device, Date.UTC(2026, 1, 1))?.site).toBe('ecole');
});

test.each([
  ['70b3d50000000001,ecole,2026-02-01,', 'from'],
  ['70b3d50000000001,ecole,2025-01-01,2026-01-02', 'from'],
  ['70b3d50000000001,ecole,2025-01-01,', 'from'],
  ['70b3d50000000002,place,2026-03-01,2026-04-01', 'from'],
  ['70b3d50000000002,place,2026-07-01,2026-07-01', 'to'],
  ['70b3d50000000002,place,2026-07-02,2026-07-01', 'to'],
  ['70b3d500000000ff,place,2026-07-01,', 'dev_eui'],
  ['70b3d50000000002,nowhere,2026-07-01,', 'site'],
])('an assignment that cannot be is refused: %s', (row, column) => {
  const { accepted, problems } = importCsv(assignments(row), exampleRegister(), exampleKeys);
  expect(accepted).toBe(0);
  expect(problems.map((problem) => problem.column)).toEqual([column]);
});

test.each(['70b3d50000000001,ecole,2025-01-01,2026-01-01', '70b3d50000000002,place,2026-06-01,', '70b3d50000000002,ecole,2026-06-01,'])(
  'an assignment that touches another without overlapping enters: %s',
  (row) => {
    expect(importCsv(assignments(row), exampleRegister(), exampleKeys)).toMatchObject({ accepted: 1, problems: [] });
  },
);

test('truth 10: whatever the rows, a device is never at two places at once', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2027-01-${String(n).padStart(2, '0')}`);
  const row = fc
    .tuple(fc.constantFrom('place', 'ecole'), day, fc.option(day, { nil: '' }))
    .map(([site, from, to]) => `70b3d50000000002,${site},${from},${to}`);
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const view = exampleRegister();
      importInto(view, assignments(...rows));
      const spans = view.assignmentsOf(view.deviceByEui('70b3d50000000002')?.ref ?? '').toSorted((a, b) => a.from - b.from);
      for (const [i, span] of spans.entries()) expect(spans[i + 1]?.from ?? Infinity).toBeGreaterThanOrEqual(span.to ?? Infinity);
      const again = importInto(view, assignments(...rows));
      expect(again.changes).toEqual([]);
    }),
  );
});
