import { expect, test } from '@jest/globals';
import { checkMasterKey } from './check-master-key.ts';
import { exampleKeys, exampleRegister } from './example-register.ts';
import { MasterKeyRefused, masterKeyFrom } from './master-key.ts';
import { RegisterView, registerKey } from './register-view.ts';

const other = masterKeyFrom(Buffer.alloc(32, 2));

test('the key that the register was made with fits, and any key fits an empty register', () => {
  expect(() => checkMasterKey(exampleRegister(), exampleKeys)).not.toThrow();
  expect(() => checkMasterKey(new RegisterView(), other)).not.toThrow();
});

test('another key is refused in words', () => {
  expect(() => checkMasterKey(exampleRegister(), other)).toThrow(MasterKeyRefused);
  expect(() => checkMasterKey(exampleRegister(), other)).toThrow(/^The master key is not the one .* Restore that key from your copy/);
});

test.each([
  ['a device’s reference', { ...exampleKeys, references: other.references }],
  ['a session’s seal', { ...exampleKeys, sealing: other.sealing }],
])('%s alone gives another key away', (_what, key) => {
  expect(() => checkMasterKey(exampleRegister(), key)).toThrow(MasterKeyRefused);
});

test('the first device having no session, the seal is looked at all the same', () => {
  const view = exampleRegister();
  const [first] = view.devices();
  if (!first) throw new Error('The example has no device.');
  for (const { id } of view.sessionsOf(first.ref)) view.applySession(id, null);
  expect(() => checkMasterKey(view, { ...exampleKeys, sealing: other.sealing })).toThrow(MasterKeyRefused);
  view.apply({ key: registerKey(first), entity: null });
  expect(() => checkMasterKey(view, exampleKeys)).not.toThrow();
});
