import type { z } from 'zod';
import { type MacVersion, macVersions } from '../../model/register-entities.ts';
import type { DeviceProfile, HandedKey, Inventory, InventoryDevice, InventoryRootKeys, InventorySession } from '../inventory.ts';
import { modelOf } from '../model-name.ts';
import { checkedPosition } from '../position.ts';
import { type EndDevice, endDeviceSchema } from './end-device.ts';
import { jsonValues } from './json-values.ts';
import { csvDevices } from './read-csv.ts';

/**
 * What an export of The Things Stack v3 says: end devices as JSON (one after the other, as an array, or `{"end_devices": […]}`), or its CSV.
 * What cannot be read is counted, without quoting it (truth 11).
 */
export function readTheThingsStack(text: string): Inventory {
  const unread = new Map<string, number>();
  const count = (what: string) => unread.set(what, (unread.get(what) ?? 0) + 1);
  const devices: InventoryDevice[] = [];
  const profiles = new Map<string, DeviceProfile>();
  for (const value of valuesIn(text, count)) {
    const read = endDeviceSchema.safeParse(value);
    const device = read.success ? deviceOf(read.data, count) : undefined;
    if (!read.success) count(`end devices with a wrong ${fieldIn(read.error)}`);
    if (!read.success || !device) continue;
    devices.push(device);
    const known = profiles.get(device.profile);
    if (known?.codec === undefined) profiles.set(device.profile, profileOf(read.data));
  }
  return { profiles: [...profiles.values()], devices, unread };
}

function valuesIn(text: string, count: (what: string) => void): unknown[] {
  if (!/^\s*[[{]/.test(text)) return csvDevices(text, count);
  try {
    return jsonValues(text).flatMap((value) => (hasList(value) ? value.end_devices : [value]));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    count('text that is no JSON');
    return [];
  }
}

/** Where it is wrong; names of attributes are people's. */
function fieldIn({ issues }: z.ZodError): string {
  const path = issues[0]?.path ?? [];
  return (path[0] === 'attributes' ? path.slice(0, 1) : path).join('.') || 'form';
}

const hasList = (value: unknown): value is { readonly end_devices: readonly unknown[] } =>
  typeof value === 'object' && value !== null && 'end_devices' in value && Array.isArray(value.end_devices);

function deviceOf(device: EndDevice, count: (what: string) => void): InventoryDevice | undefined {
  const { ids, session, root_keys: roots, locations, mac_settings: mac } = device;
  const macVersion = versionOf(device.lorawan_version);
  if (ids.dev_eui === undefined) count('end devices without a dev_eui');
  if (macVersion === undefined) count('end devices without a LoRaWAN version that Vigie knows');
  if (ids.dev_eui === undefined || macVersion === undefined) return undefined;
  const rootKeys = rootKeysOf(roots, macVersion);
  const current = session && sessionOf(session, macVersion);
  const position = checkedPosition(locations?.user?.latitude, locations?.user?.longitude);
  const resets = mac?.resets_f_cnt;
  return {
    devEui: ids.dev_eui,
    macVersion,
    profile: profileIdOf(device),
    application: ids.application_ids?.application_id ?? '',
    name: device.name === '' ? ids.device_id : device.name,
    tags: device.attributes,
    disabled: false,
    resetTolerant: typeof resets === 'object' ? resets.value : (resets ?? false),
    ...(ids.join_eui !== undefined && !/^0+$/.test(ids.join_eui) ? { joinEui: ids.join_eui } : {}),
    ...(rootKeys && { rootKeys }),
    ...(current && { session: current }),
    ...(position && { position }),
  };
}

/** `1.0` and `1.1` are said too. */
function versionOf(text: string | undefined): MacVersion | undefined {
  const version = text === '1.0' || text === '1.1' ? `${text}.0` : text;
  return macVersions.find((known) => known === version);
}

/** Their server has no profiles: devices of one brand and model are one. */
function profileIdOf({ version_ids: version }: EndDevice): string {
  return version && version.model_id !== '' ? `${version.brand_id}/${version.model_id}` : 'unknown';
}

function profileOf(device: EndDevice): DeviceProfile {
  const id = profileIdOf(device);
  const model = device.version_ids && modelOf(device.version_ids.brand_id, device.version_ids.model_id);
  const { up_formatter: formatter, up_formatter_parameter: script } = device.formatters ?? { up_formatter: '', up_formatter_parameter: '' };
  const hasScript = formatter === 'FORMATTER_JAVASCRIPT' && script !== '';
  return { id, name: id, ...(model === undefined ? {} : { model }), ...(hasScript ? { codec: script } : {}) };
}

function rootKeysOf(roots: EndDevice['root_keys'], macVersion: MacVersion): InventoryRootKeys | undefined {
  const [appKey, nwkKey] = [roots?.app_key?.key, roots?.nwk_key?.key];
  if (!macVersion.startsWith('1.1')) return appKey === undefined ? undefined : { appKey };
  return appKey === undefined || nwkKey === undefined ? undefined : { appKey, nwkKey };
}

function sessionOf(
  { dev_addr: devAddr, keys, started_at: begun }: NonNullable<EndDevice['session']>,
  macVersion: MacVersion,
): InventorySession | undefined {
  const fNwkSIntKey = keys?.f_nwk_s_int_key?.key;
  const [sNwkSIntKey, nwkSEncKey] = [keys?.s_nwk_s_int_key?.key, keys?.nwk_s_enc_key?.key];
  if (devAddr === undefined || fNwkSIntKey === undefined) return undefined;
  const is11 = macVersion.startsWith('1.1') && sNwkSIntKey !== undefined && nwkSEncKey !== undefined;
  const appSKey = keys?.app_s_key && handedKey(keys.app_s_key);
  return {
    devAddr,
    fNwkSIntKey,
    ...(is11 && (sNwkSIntKey !== fNwkSIntKey || nwkSEncKey !== fNwkSIntKey) ? { sNwkSIntKey, nwkSEncKey } : {}),
    ...(appSKey && { appSKey }),
    ...(begun === undefined ? {} : { since: Date.parse(begun) }),
  };
}

function handedKey({
  key,
  kek_label: label,
  encrypted_key: wrapped,
}: {
  key?: string | undefined;
  kek_label?: string | undefined;
  encrypted_key?: string | undefined;
}): HandedKey | undefined {
  if (key !== undefined) return { key };
  if (label === undefined || wrapped === undefined) return undefined;
  return { kekLabel: label, key: Buffer.from(wrapped, 'base64').toString('hex') };
}
