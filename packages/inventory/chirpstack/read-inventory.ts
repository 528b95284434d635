import applicationPb from '@chirpstack/chirpstack-api/api/application_pb.js';
import devicePb from '@chirpstack/chirpstack-api/api/device_pb.js';
import tenantPb from '@chirpstack/chirpstack-api/api/tenant_pb.js';
import type { MacVersion } from '../../model/register-entities.ts';
import { atOnce } from '../at-once.ts';
import type { Inventory, InventoryDevice, InventoryRootKeys } from '../inventory.ts';
import type { Wanted } from '../network-server.ts';
import { positionIn } from '../position.ts';
import { NetworkServerRefused } from '../refused.ts';
import type { ChirpStackClient } from './client.ts';
import { everyPage } from './every-page.ts';
import { isKey, readActivation } from './read-activation.ts';
import { Profiles } from './read-profiles.ts';

/** Whoever has more imports application by application: a plan is made in one go. */
const mostDevices = 20_000;

/** What ChirpStack says of its devices: applications, device profiles with their codecs, devices, root keys where the token may, sessions. @throws NetworkServerRefused */
export async function readChirpStack(client: ChirpStackClient, wanted: Wanted): Promise<Inventory> {
  const profiles = new Profiles(client);
  const unread = new Map<string, number>();
  const places: Place[] = [];
  for (const tenant of await tenantsOf(client, wanted)) {
    const applications = (await applicationsOf(client, tenant)).filter((one) => isWanted(one, wanted));
    if (applications.length > 0) await profiles.learnModels(tenant);
    for (const application of applications) places.push(...(await devicesOf(client, application)));
    if (places.length > mostDevices) throw tooMany(places.length);
  }
  const devices = await atOnce(places, wanted.atOnce, (place) => readDevice(place, { client, profiles, wanted, unread }));
  return { profiles: await profiles.all(), devices, unread };
}

interface Application {
  readonly id: string;
  readonly name: string;
}
interface Place {
  readonly devEui: string;
  readonly application: string;
}

async function tenantsOf(client: ChirpStackClient, { tenant }: Wanted): Promise<string[]> {
  if (tenant !== undefined) return [tenant];
  try {
    const tenants = await everyPage(async (limit, offset) => {
      const request = new tenantPb.ListTenantsRequest();
      request.setLimit(limit);
      request.setOffset(offset);
      return (await client.ask(client.tenants.list.bind(client.tenants), request)).getResultList();
    });
    return tenants.map((one) => one.getId());
  } catch (error) {
    if (error instanceof NetworkServerRefused && (error.kind === 'forbidden' || error.kind === 'token')) throw nameTenant(error);
    throw error;
  }
}

async function applicationsOf(client: ChirpStackClient, tenant: string): Promise<Application[]> {
  const applications = await everyPage(async (limit, offset) => {
    const request = new applicationPb.ListApplicationsRequest();
    request.setTenantId(tenant);
    request.setLimit(limit);
    request.setOffset(offset);
    return (await client.ask(client.applications.list.bind(client.applications), request)).getResultList();
  });
  return applications.map((one) => ({ id: one.getId(), name: one.getName() }));
}

const isWanted = ({ id, name }: Application, { applications }: Wanted): boolean =>
  applications.length === 0 || applications.includes(id) || applications.includes(name);

async function devicesOf(client: ChirpStackClient, { id, name }: Application): Promise<Place[]> {
  const devices = await everyPage(async (limit, offset) => {
    const request = new devicePb.ListDevicesRequest();
    request.setApplicationId(id);
    request.setLimit(limit);
    request.setOffset(offset);
    return (await client.ask(client.devices.list.bind(client.devices), request)).getResultList();
  });
  return devices.map((one) => ({ devEui: one.getDevEui(), application: name === '' ? id : name }));
}

interface Reading {
  readonly client: ChirpStackClient;
  readonly profiles: Profiles;
  readonly wanted: Wanted;
  readonly unread: Map<string, number>;
}

async function readDevice({ devEui, application }: Place, reading: Reading): Promise<InventoryDevice> {
  const { client, profiles, wanted } = reading;
  const request = new devicePb.GetDeviceRequest();
  request.setDevEui(devEui);
  const device = (await client.ask(client.devices.get.bind(client.devices), request)).getDevice();
  if (!device) throw new NetworkServerRefused('gone', gone);
  const profile = await profiles.get(device.getDeviceProfileId());
  const tags = Object.fromEntries(device.getTagsMap().toArray());
  const session = await readActivation(client, devEui, wanted.now());
  const rootKeys = await keysOf(devEui, profile.macVersion, reading);
  const position = wanted.positionTags && positionIn(tags, wanted.positionTags);
  return {
    devEui,
    macVersion: profile.macVersion,
    profile: profile.id,
    application,
    name: device.getName(),
    tags,
    disabled: device.getIsDisabled(),
    resetTolerant: device.getSkipFcntCheck(),
    ...(isEui(device.getJoinEui()) ? { joinEui: device.getJoinEui() } : {}),
    ...(rootKeys && { rootKeys }),
    ...(session && { session }),
    ...(position && { position }),
  };
}

/** Undefined: it has none (ABP), or the token may not see them. */
async function keysOf(devEui: string, macVersion: MacVersion, { client, unread }: Reading): Promise<InventoryRootKeys | undefined> {
  const request = new devicePb.GetDeviceKeysRequest();
  request.setDevEui(devEui);
  try {
    const keys = (await client.ask(client.devices.getKeys.bind(client.devices), request)).getDeviceKeys();
    const [nwkKey, appKey] = [keys?.getNwkKey() ?? '', keys?.getAppKey() ?? ''];
    // Of a device before LoRaWAN 1.1 ChirpStack keeps the AppKey under the name of the NwkKey.
    if (!macVersion.startsWith('1.1')) return isKey(nwkKey) ? { appKey: nwkKey } : undefined;
    return isKey(nwkKey) && isKey(appKey) ? { appKey, nwkKey } : undefined;
  } catch (error) {
    if (!(error instanceof NetworkServerRefused)) throw error;
    if (error.kind === 'gone') return undefined;
    if (error.kind !== 'forbidden' && error.kind !== 'token') throw error;
    unread.set('root keys', (unread.get('root keys') ?? 0) + 1);
    return undefined;
  }
}

const isEui = (text: string) => /^[0-9a-f]{16}$/.test(text) && !/^0+$/.test(text);

const gone = { en: 'A device went away while it was read; ask again.', fr: 'Un capteur a disparu pendant la lecture ; recommencez.' };

function nameTenant(cause: NetworkServerRefused): NetworkServerRefused {
  const words = {
    en: 'The token may not list the tenants. If it belongs to one tenant, name that one with --tenant <id> (the UUID in the address of its pages); else it is not a token of this ChirpStack.',
    fr: 'Le jeton ne permet pas de lister les locataires. S’il appartient à un seul, nommez-le par --tenant <id> (l’UUID dans l’adresse de ses pages) ; sinon ce n’est pas un jeton de ce ChirpStack.',
  };
  return new NetworkServerRefused(cause.kind, words, { cause });
}

function tooMany(count: number): NetworkServerRefused {
  const words = {
    en: `There are more than ${mostDevices} devices (${count} so far). Import them application by application, with --application <name>.`,
    fr: `Il y a plus de ${mostDevices} capteurs (${count} jusqu’ici). Importez-les application par application, avec --application <nom>.`,
  };
  return new NetworkServerRefused('other', words);
}
