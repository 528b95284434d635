import type { Catalogue } from '../../packages/codec/catalogue.ts';
import { quantities } from '../../packages/model/quantities.ts';
import type { Device, Site } from '../../packages/model/register-entities.ts';
import type { FollowedRegister } from '../../packages/register/follow-register.ts';
import type { RegisterView } from '../../packages/register/register-view.ts';

/** One quantity at one site, as declared by the devices that were ever assigned there. */
export interface Datastream {
  readonly id: string;
  readonly site: string;
  readonly quantity: string;
  /** UCUM. */
  readonly unit: string;
  readonly displayUnit: string;
  readonly label: { readonly fr: string; readonly en: string };
  readonly definition: string;
  /** Seconds between two readings: as the register says of the device, else as its model declares. */
  readonly interval: number;
  /** V; a battery below it is low. */
  readonly lowBattery?: number;
}

/** An open site with the name of its organisation. */
export type OpenSite = Site & { readonly organisationLabel: string };

/** What anyone may see (truth 10): open sites, and their datastreams. A site that is not open does not exist here. */
export interface OpenPlane {
  /** By id. */
  readonly sites: ReadonlyMap<string, OpenSite>;
  /** By id, in the order of ids. */
  readonly datastreams: ReadonlyMap<string, Datastream>;
  /** Devices that ever were at a site that is not open: of what they sent, no bytes are shown either. */
  readonly closedDevices: ReadonlySet<string>;
}

/** Gives the open plane as the register has it now; made anew only when the register has changed. */
export function openPlane(register: FollowedRegister, catalogue: Catalogue): () => Promise<OpenPlane> {
  let seen: { view: RegisterView; plane: OpenPlane } | undefined;
  return async () => {
    await register.catchUp();
    const { view } = register;
    if (seen?.view !== view) seen = { view, plane: planeOf(view, catalogue) };
    return seen.plane;
  };
}

function planeOf(view: RegisterView, catalogue: Catalogue): OpenPlane {
  const open = view.sites().filter(({ plane, subject }) => plane === 'open' && subject !== 'person');
  const sites = byId(
    open.map((site) => ({ ...site, organisationLabel: view.organisation(site.organisation)?.label ?? site.organisation })),
  );
  const assignments = view.assignments();
  const assigned = assignments.filter(({ site }) => sites.has(site));
  return {
    sites,
    datastreams: byId(assigned.flatMap(({ device, site }) => datastreamsOf(view.device(device), site, catalogue))),
    closedDevices: new Set(assignments.flatMap(({ device, site }) => (sites.has(site) ? [] : [device]))),
  };
}

function datastreamsOf(device: Device | undefined, site: string, catalogue: Catalogue): Datastream[] {
  const declared = device && catalogue.device(device.model);
  if (!declared) return [];
  const interval = device.interval ?? declared.interval;
  return declared.datastreams.flatMap(({ quantity }) => {
    const known = quantities[quantity as keyof typeof quantities];
    if (!known) return [];
    const { ucum: unit, display: displayUnit, label, uri: definition } = known;
    const warned = quantity === 'battery_voltage' && declared.lowBattery !== undefined ? { lowBattery: declared.lowBattery } : {};
    return [{ id: `${site}.${quantity}`, site, quantity, unit, displayUnit, label, definition, interval, ...warned }];
  });
}

function byId<T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((one) => [one.id, one]));
}
