import type { Assignment, Device, Organisation, Site } from '../model/register-entities.ts';
import type { Refusal } from './csv-problem.ts';
import type { Row } from './csv-tables.ts';
import type { MasterKey } from './master-key.ts';
import { deviceReference } from './reference.ts';
import type { RegisterView } from './register-view.ts';

/** Each proposer gives the entity that a row describes, whole, beside what the register already says; or why it cannot be. */

export function proposeOrganisation(row: Row<'organisations'>): Organisation {
  return { entity: 'organisation', ...row };
}

export function proposeSite(row: Row<'sites'>, view: RegisterView): Site | Refusal[] {
  const refusals = [...homeRefused(row), ...(view.organisation(row.organisation) === undefined ? [noOrganisation] : [])];
  return refusals.length > 0 ? refusals : { entity: 'site', ...row };
}

export function proposeDevice(row: Row<'devices'>, view: RegisterView, key: MasterKey): Device | Refusal[] {
  const known = view.deviceByEui(row.dev_eui);
  const ref = known?.ref ?? deviceReference(key, row.dev_eui);
  if (known === undefined && view.device(ref) !== undefined) return [referenceTaken];
  const interval = row.interval ?? known?.interval;
  return {
    entity: 'device',
    ref,
    devEui: row.dev_eui,
    model: row.model,
    disabled: row.disabled ?? known?.disabled ?? false,
    resetTolerant: row.reset_tolerant ?? known?.resetTolerant ?? false,
    ...(interval !== undefined && { interval }),
  };
}

export function proposeAssignment(row: Row<'assignments'>, view: RegisterView): Assignment | Refusal[] {
  const device = view.deviceByEui(row.dev_eui);
  const site = view.site(row.site);
  if (device === undefined || site === undefined) {
    return [...(device === undefined ? [noDevice] : []), ...(site === undefined ? [noSite] : [])];
  }
  const known = view.assignmentsOf(device.ref);
  const proposed = assignmentOf(row, device.ref, view);
  if (known.length >= mostOfOneDevice && !known.some((one) => isSame(one, proposed))) return [tooMany];
  if (proposed.to !== null && proposed.to <= proposed.from) return [endsTooEarly];
  return overlapsAnother(proposed, view) ? [overlap] : proposed;
}

/** Each row is held against the device's others: their number bounds what an import costs. */
const mostOfOneDevice = 256;
const tooMany: Refusal = { column: 'dev_eui', reason: `this device has ${mostOfOneDevice} assignments already` };

function assignmentOf(row: Row<'assignments'>, device: string, view: RegisterView): Assignment {
  const known = view.assignmentsOf(device).find(({ site, from }) => site === row.site && from === row.from);
  return { entity: 'assignment', device, site: row.site, from: row.from, to: row.to ?? known?.to ?? null };
}

/** A device is at one place at a time. */
function overlapsAnother(proposed: Assignment, view: RegisterView): boolean {
  const end = proposed.to ?? Infinity;
  return view
    .assignmentsOf(proposed.device)
    .some((other) => other.from < end && proposed.from < (other.to ?? Infinity) && !isSame(other, proposed));
}

function isSame(one: Assignment, other: Assignment): boolean {
  return one.site === other.site && one.from === other.from;
}

/** A natural person's place has no home on the open plane (truth 10). */
function homeRefused({ subject, plane }: Row<'sites'>): Refusal[] {
  const refused = (column: string) => ({ column, reason: 'homes are refused until the personal plane exists' });
  return [...(subject === 'person' ? [refused('subject')] : []), ...(plane === 'personal' ? [refused('plane')] : [])];
}

const noOrganisation: Refusal = { column: 'organisation', reason: 'the register has no such organisation; import it first' };
const noSite: Refusal = { column: 'site', reason: 'the register has no such site; import it first' };
export const noDevice: Refusal = { column: 'dev_eui', reason: 'the register has no such device; import it first' };
const referenceTaken: Refusal = { column: 'dev_eui', reason: 'its reference is taken by another device; please report this' };
const endsTooEarly: Refusal = { column: 'to', reason: 'not after the beginning' };
const overlap: Refusal = { column: 'from', reason: 'the device is at another place in this time; end that assignment first' };
