import devicePb from '@chirpstack/chirpstack-api/api/device_pb.js';
import profilePb from '@chirpstack/chirpstack-api/api/device_profile_pb.js';
import { type MacVersion, macVersions } from '../../model/register-entities.ts';
import type { DeviceProfile } from '../inventory.ts';
import { modelOf } from '../model-name.ts';
import type { ChirpStackClient } from './client.ts';
import { everyPage } from './every-page.ts';

export interface ReadProfile extends DeviceProfile {
  readonly macVersion: MacVersion;
}

/** Device profiles as they are asked for, each once. */
export class Profiles {
  readonly #client: ChirpStackClient;
  readonly #asked = new Map<string, Promise<ReadProfile>>();
  #models: ReadonlyMap<string, string> = new Map();

  constructor(client: ChirpStackClient) {
    this.#client = client;
  }

  /** Learns vendors and models of the profiles that the tenant may use; ChirpStack before 4.15 says none. @throws NetworkServerRefused */
  async learnModels(tenant: string): Promise<void> {
    const client = this.#client.profiles;
    const items = await everyPage(async (limit, offset) => {
      const request = new profilePb.ListDeviceProfilesRequest();
      request.setTenantId(tenant);
      request.setLimit(limit);
      request.setOffset(offset);
      return (await this.#client.ask(client.list.bind(client), request)).getResultList();
    });
    const named = items.flatMap((item) => {
      const model = modelOf(item.getVendorName(), item.getDeviceName());
      return model === undefined ? [] : [[item.getId(), model] as const];
    });
    this.#models = new Map([...this.#models, ...named]);
  }

  /** @throws NetworkServerRefused */
  get(id: string): Promise<ReadProfile> {
    const known = this.#asked.get(id);
    if (known) return known;
    const asked = this.#ask(id);
    this.#asked.set(id, asked);
    // What failed is asked for again.
    asked.catch(() => this.#asked.delete(id));
    return asked;
  }

  /** In the order of their names. */
  async all(): Promise<ReadProfile[]> {
    const profiles = await Promise.all(this.#asked.values());
    return profiles.toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  }

  /** Version of the device's profile. @throws NetworkServerRefused */
  async macVersionOf(devEui: string): Promise<MacVersion> {
    const request = new devicePb.GetDeviceRequest();
    request.setDevEui(devEui);
    const client = this.#client.devices;
    const device = (await this.#client.ask(client.get.bind(client), request)).getDevice();
    return (await this.get(device?.getDeviceProfileId() ?? '')).macVersion;
  }

  async #ask(id: string): Promise<ReadProfile> {
    const request = new profilePb.GetDeviceProfileRequest();
    request.setId(id);
    const client = this.#client.profiles;
    const profile = (await this.#client.ask(client.get.bind(client), request)).getDeviceProfile();
    const model = this.#models.get(id);
    const codec = profile?.getPayloadCodecScript() ?? '';
    return {
      id,
      name: profile?.getName() ?? '',
      // The numbers of common.MacVersion are the places in our list.
      macVersion: macVersions[profile?.getMacVersion() ?? 0] ?? '1.1.0',
      ...(model === undefined ? {} : { model }),
      ...(codec === '' ? {} : { codec }),
    };
  }
}
