import { expect, test } from '@jest/globals';
import { decode } from '../model/contents.ts';
import { topics } from '../model/topics.ts';
import { exampleFiles, exampleKeys, exampleRegister } from './example-register.ts';
import { importCsv } from './import-csv.ts';
import { registerRecords } from './register-records.ts';

test('changes become records of their topics, under their keys, at the given time', () => {
  const view = exampleRegister();
  const entities = [...view.organisations(), ...view.sites(), ...view.devices(), ...view.assignments()];
  const records = registerRecords(entities, 1_000);
  expect(records.map(({ value }) => value && decode(topics.register, value))).toEqual(entities);
  expect(records.every(({ topic, time }) => topic === topics.register && time === 1_000)).toBe(true);
  expect(records[0]?.key).toBe('organisation/ville');
});

test('truth 11: a session is written under its id, with no key in the clear', () => {
  const view = exampleRegister();
  for (const { ref } of view.devices()) for (const { id } of view.sessionsOf(ref)) view.applySession(id, null);
  const { changes } = importCsv(exampleFiles.sessions, view, exampleKeys);
  const records = registerRecords(changes, 1_000);
  expect(records).toHaveLength(2);
  for (const record of records) {
    expect(record.topic).toBe(topics.sessions);
    const session = record.value && decode(topics.sessions, record.value);
    expect(record.key).toBe(session && 'id' in session && session.id);
    const text = Buffer.from(record.value ?? []).toString('latin1');
    for (const secret of ['0001020304', '2021222324', '1011121314', '70b3d5']) expect(text).not.toContain(secret);
  }
});
