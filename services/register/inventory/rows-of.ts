import type { Inventory, InventoryDevice, Position } from '../../../packages/inventory/inventory.ts';
import type { Device, Site } from '../../../packages/model/register-entities.ts';
import type { MasterKey } from '../../../packages/register/master-key.ts';
import { deviceReference } from '../../../packages/register/reference.ts';
import type { RegisterView } from '../../../packages/register/register-view.ts';
import type { Choices } from './inventory-request.ts';

/** A row for one of the register's tables (`csv-tables.ts`), and the device that it is about. */
export interface PlannedRow {
  readonly ref?: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** A device of the inventory and what the register would call it. */
export interface PlannedDevice {
  readonly ref: string;
  readonly device: InventoryDevice;
  /** `vendor/model`; undefined: nobody has said yet, so it stays out. */
  readonly model: string | undefined;
  /** Where it would be put; undefined: no position, or the register has a place for it. */
  readonly newSite: Position | undefined;
}

export interface Rows {
  readonly devices: readonly PlannedDevice[];
  /** In the order in which they can be imported. */
  readonly tables: {
    readonly organisations: readonly PlannedRow[];
    readonly sites: readonly PlannedRow[];
    readonly devices: readonly PlannedRow[];
    readonly assignments: readonly PlannedRow[];
    readonly root_keys: readonly PlannedRow[];
  };
}

export interface RowParts {
  readonly register: RegisterView;
  readonly masterKey: MasterKey;
  /** Of the catalogue, `vendor/model`. */
  readonly models: readonly string[];
  /** The day on which it is planned, `2026-11-28`. */
  readonly today: string;
  /** Devices whose keys were destroyed here: an inventory does not bring them back. */
  readonly destroyed: ReadonlySet<string>;
}

/**
 * What an inventory means for the register, as rows for its own tables, so that its own rules judge them. What the register knows better stays:
 * a device that people have put somewhere keeps its place, and one that they disabled stays disabled.
 */
export function rowsOf({ devices, profiles }: Inventory, choices: Choices, parts: RowParts): Rows {
  const profileOf = new Map(profiles.map((profile) => [profile.id, profile]));
  const planned = devices.map((device): PlannedDevice => {
    const ref = refOf(device, parts);
    const known = parts.register.device(ref);
    const profile = profileOf.get(device.profile);
    const said = choices.models[device.profile] ?? choices.models[profile?.name ?? ''];
    const declared = profile?.model !== undefined && parts.models.includes(profile.model) ? profile.model : undefined;
    const isPlaced = parts.register.assignmentsOf(ref).length > 0;
    return { ref, device, model: said ?? known?.model ?? declared, newSite: isPlaced ? undefined : device.position };
  });
  const entering = planned.filter(({ model }) => model !== undefined);
  return {
    devices: planned,
    tables: {
      organisations: organisationRows(entering, choices, parts),
      sites: entering.flatMap((one) => siteRow(one, choices, parts)),
      devices: entering.map((one) => deviceRow(one, parts.register.device(one.ref))),
      assignments: entering.flatMap((one) => assignmentRow(one, choices, parts)),
      root_keys: entering.filter(({ ref }) => !parts.destroyed.has(ref)).flatMap(rootKeysRow),
    },
  };
}

/** A site that was made for a device has its name from the device's reference: the same at each import, and it says nothing of anybody. */
export const siteIdOf = (ref: string): string => `place-${ref.replace(/^d-/, '')}`;

/** The device for which a site was made; undefined: a site that people have named. */
export const refOfSite = (id: string): string | undefined => (id.startsWith('place-') ? id.replace('place-', 'd-') : undefined);

/** What new sites need, and no network server knows. */
export const siteChoices = ['organisation', 'subject', 'plane', 'exposure', 'height', 'names'] as const;

export const hasSiteChoices = (choices: Choices): boolean => siteChoices.every((name) => choices[name] !== undefined);

function refOf({ devEui }: InventoryDevice, { register, masterKey }: RowParts): string {
  return register.deviceByEui(devEui)?.ref ?? deviceReference(masterKey, devEui);
}

function organisationRows(
  entering: readonly PlannedDevice[],
  { organisation, organisationLabel }: Choices,
  { register }: RowParts,
): PlannedRow[] {
  const isWanted = organisation !== undefined && organisationLabel !== undefined && register.organisation(organisation) === undefined;
  return isWanted && entering.some(({ newSite }) => newSite) ? [{ cells: { id: organisation, label: organisationLabel } }] : [];
}

function siteRow({ ref, device, newSite }: PlannedDevice, choices: Choices, { register }: RowParts): PlannedRow[] {
  const id = siteIdOf(ref);
  const standing = register.site(id);
  const label = choices.names === 'keep' && device.name.trim() !== '' ? device.name : undefined;
  // Whoever moved the device has settled where it is.
  if (standing && !register.assignmentsOf(ref).some(({ site, to }) => site === id && to === null)) return [];
  if (standing) return [{ ref, cells: siteCells({ ...standing, label: label ?? standing.label }, device.position ?? standing) }];
  const { organisation, subject, plane, exposure, height } = choices;
  if (!newSite || !hasSiteChoices(choices)) return [];
  if (organisation === undefined || subject === undefined || plane === undefined || exposure === undefined || height === undefined)
    return [];
  return [{ ref, cells: siteCells({ id, organisation, label: label ?? id, height, exposure, subject, plane }, newSite) }];
}

type SiteWords = Pick<Site, 'id' | 'organisation' | 'label' | 'height' | 'exposure' | 'subject' | 'plane'>;

function siteCells(
  { id, organisation, label, height, exposure, subject, plane }: SiteWords,
  { latitude, longitude }: Position,
): Record<string, string> {
  return {
    id,
    organisation,
    label,
    latitude: decimal(latitude),
    longitude: decimal(longitude),
    height: decimal(height),
    exposure,
    subject,
    plane,
  };
}

/** As tables want it: no exponent, 15 decimals at most. */
function decimal(value: number): string {
  const text = String(value);
  return /^-?\d+(?:\.\d{1,15})?$/.test(text) ? text : value.toFixed(15);
}

/** Never takes back what people have decided here: that it is disabled, that it may count anew. */
function deviceRow({ ref, device, model = '' }: PlannedDevice, known: Device | undefined): PlannedRow {
  const cells = {
    dev_eui: device.devEui,
    model,
    disabled: device.disabled && known?.disabled !== true ? 'true' : '',
    reset_tolerant: device.resetTolerant && known?.resetTolerant !== true ? 'true' : '',
  };
  return { ref, cells };
}

function assignmentRow({ ref, device, newSite }: PlannedDevice, choices: Choices, { today }: RowParts): PlannedRow[] {
  if (!newSite || !hasSiteChoices(choices)) return [];
  return [{ ref, cells: { dev_eui: device.devEui, site: siteIdOf(ref), from: choices.from ?? today } }];
}

function rootKeysRow({ ref, device: { devEui, macVersion, joinEui = '', rootKeys } }: PlannedDevice): PlannedRow[] {
  if (!rootKeys) return [];
  const { appKey, nwkKey = '' } = rootKeys;
  return [{ ref, cells: { dev_eui: devEui, mac_version: macVersion, join_eui: joinEui, app_key: appKey, nwk_key: nwkKey } }];
}
