import { expect, test } from '@jest/globals';
import type { Assignment, Device, RegisterEntity, SessionRecord } from '../model/register-entities.ts';
import { sealedSchema } from '../model/register-entities.ts';
import { exampleRegister } from './example-register.ts';
import { RegisterView, registerKey } from './register-view.ts';

const device: Device = { entity: 'device', ref: 'd-a', devEui: '70b3d50000000001', model: 'a/b', disabled: false, resetTolerant: false };
const span = (site: string, from: number, to: number | null): Assignment => ({ entity: 'assignment', device: 'd-a', site, from, to });
const session = (id: string, devAddr: string, of = 'd-a'): SessionRecord => ({
  id,
  device: of,
  macVersion: '1.0.3',
  devAddr,
  nwkSKey: sealedSchema.parse('1.x'),
});

function viewOf(...entities: RegisterEntity[]): RegisterView {
  const view = new RegisterView();
  for (const entity of entities) view.apply({ key: registerKey(entity), entity });
  return view;
}

test('truth 11: a key of the register is made of references', () => {
  expect(registerKey(device)).toBe('device/d-a');
  expect(registerKey(span('place', 5, null))).toBe('assignment/d-a/place/5');
  expect(registerKey({ entity: 'organisation', id: 'ville', label: 'x' })).toBe('organisation/ville');
});

test('a device is found by reference and by DevEUI, changed and removed under both', () => {
  const view = viewOf(device);
  expect(view.deviceByEui(device.devEui)).toBe(view.device('d-a'));
  view.apply({ key: 'device/d-a', entity: { ...device, disabled: true } });
  expect(view.deviceByEui(device.devEui)?.disabled).toBe(true);
  expect(view.devices()).toHaveLength(1);
  view.apply({ key: 'device/d-a', entity: null });
  expect([view.device('d-a'), view.deviceByEui(device.devEui), view.devices()]).toEqual([undefined, undefined, []]);
});

test('every kind of entity can be removed', () => {
  const view = exampleRegister();
  const all = [...view.organisations(), ...view.sites(), ...view.assignments(), ...view.devices()];
  expect(all).toHaveLength(7);
  for (const entity of all) view.apply({ key: registerKey(entity), entity: null });
  expect([...view.organisations(), ...view.sites(), ...view.assignments(), ...view.devices()]).toEqual([]);
});

test('an assignment holds from its beginning until before its end', () => {
  const view = viewOf(device, span('one', 10, 20), span('two', 20, 30), span('three', 40, null));
  const at = (time: number) => view.assignmentAt('d-a', time)?.site;
  expect([9, 10, 19, 20, 29, 30, 39, 40, 1e15].map(at)).toEqual([
    undefined,
    'one',
    'one',
    'two',
    'two',
    undefined,
    undefined,
    'three',
    'three',
  ]);
  expect(view.assignmentAt('d-b', 15)).toBeUndefined();
});

test('a DevAddr has as many candidates as sessions; a session that changes leaves its old places', () => {
  const view = new RegisterView();
  view.applySession('s-1', session('s-1', '01020304'));
  view.applySession('s-2', session('s-2', '01020304', 'd-b'));
  expect(view.sessionsByDevAddr('01020304').map(({ id }) => id)).toEqual(['s-1', 's-2']);
  view.applySession('s-1', session('s-1', '0a0b0c0d', 'd-c'));
  expect(view.sessionsByDevAddr('01020304').map(({ id }) => id)).toEqual(['s-2']);
  expect(view.sessionsOf('d-a')).toEqual([]);
  expect(view.sessionsOf('d-c')).toEqual([view.session('s-1')]);
  view.applySession('s-2', null);
  expect(view.sessionsByDevAddr('01020304')).toEqual([]);
  expect(view.session('s-2')).toBeUndefined();
});

test('truth 3: a copy goes its own way and shares its values; nobody can change a value', () => {
  const view = exampleRegister();
  const [first] = view.devices();
  const ref = first?.ref ?? '';
  const copy = view.copy();
  expect(copy.device(ref)).toBe(first);
  const sessions = view.sessionsOf(ref);
  for (const one of copy.sessionsOf(ref)) copy.applySession(one.id, null);
  for (const one of copy.assignmentsOf(ref)) copy.apply({ key: registerKey(one), entity: null });
  copy.apply({ key: `device/${ref}`, entity: null });
  expect([copy.device(ref), copy.sessionsOf(ref), copy.assignmentsOf(ref)]).toEqual([undefined, [], []]);
  expect(view.device(ref)).toBe(first);
  expect(view.sessionsOf(ref)).toBe(sessions);
  expect(sessions).toHaveLength(1);
  expect(view.assignmentsOf(ref)).toHaveLength(1);
  expect(() => Object.assign(first ?? {}, { disabled: true })).toThrow(TypeError);
  expect(() => Object.assign(sessions[0] ?? {}, { device: 'd-x' })).toThrow(TypeError);
});
