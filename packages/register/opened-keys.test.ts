import { expect, test } from '@jest/globals';
import { exampleKeys, exampleRegister, importInto } from './example-register.ts';
import { masterKeyFrom } from './master-key.ts';
import { OpenedKeys } from './opened-keys.ts';
import { SealBroken } from './seal.ts';

const both = () => {
  const view = exampleRegister();
  return { view, sessions: ['01020304', '01020305'].flatMap((devAddr) => view.sessionsByDevAddr(devAddr)) };
};

test('the keys of a session open, the same objects each time', () => {
  const opened = new OpenedKeys(exampleKeys);
  const { sessions, view } = both();
  expect(sessions).toHaveLength(2);
  expect(sessions.map((one) => Buffer.from(opened.keysOf(one).fNwkSIntKey).toString('hex'))).toEqual([
    '000102030405060708090a0b0c0d0e0f',
    '202122232425262728292a2b2c2d2e2f',
  ]);
  expect(sessions.map((one) => opened.keysOf(one).appSKey?.length)).toEqual([16, undefined]);
  const copied = view.copy();
  for (const one of sessions) {
    const [again] = copied.sessionsByDevAddr(one.devAddr);
    expect(again && opened.keysOf(again).fNwkSIntKey).toBe(opened.keysOf(one).fNwkSIntKey);
    expect(again && opened.keysOf(again).appSKey).toBe(opened.keysOf(one).appSKey);
  }
});

test('a session that learns a key is opened anew', () => {
  const opened = new OpenedKeys(exampleKeys);
  const { view } = both();
  const appSKeys = () => view.sessionsByDevAddr('01020305').map((one) => opened.keysOf(one).appSKey?.[0]);
  expect(appSKeys()).toEqual([undefined]);
  importInto(
    view,
    'dev_eui,mac_version,dev_addr,nwk_s_key,app_s_key\n70b3d50000000002,1.0.2,01020305,202122232425262728292a2b2c2d2e2f,ffffffffffffffffffffffffffffffff',
  );
  expect(appSKeys()).toEqual([255]);
});

test('a sealed key that was moved from another session does not open', () => {
  const opened = new OpenedKeys(exampleKeys);
  const [one, two] = both().sessions;
  if (one === undefined || two === undefined) throw new Error('the example has two sessions');
  expect(() => opened.keysOf({ ...two, nwkSKey: one.nwkSKey })).toThrow(SealBroken);
  expect(() => new OpenedKeys(masterKeyFrom(Buffer.alloc(32, 9))).keysOf(one)).toThrow(SealBroken);
  expect(opened.keysOf(two).fNwkSIntKey).toHaveLength(16);
});

test('it keeps no more than asked', () => {
  const opened = new OpenedKeys(exampleKeys, 10);
  const [one] = both().sessions;
  if (one === undefined) throw new Error('the example has a session');
  for (let i = 0; i < 100; i += 1) opened.keysOf({ ...one });
  expect(opened.size).toBeLessThanOrEqual(10);
});
