import type { MacVersion } from '../../model/register-entities.ts';
import type { Inventory, InventorySession } from '../inventory.ts';
import type { NetworkServer, Wanted } from '../network-server.ts';
import { type ChirpStackAddress, ChirpStackClient } from './client.ts';
import { readActivation } from './read-activation.ts';
import { readChirpStack } from './read-inventory.ts';
import { Profiles } from './read-profiles.ts';

/** ms after which profiles are read anew: people may have changed them. */
const profilesHold = 600_000;

/** ChirpStack 4. Connects when it is first asked. */
export class ChirpStack implements NetworkServer {
  readonly #client: ChirpStackClient;
  #profiles: Profiles;
  #profilesSince = 0;

  constructor(address: ChirpStackAddress) {
    this.#client = new ChirpStackClient(address);
    this.#profiles = new Profiles(this.#client);
  }

  session(devEui: string, now: number): Promise<InventorySession | undefined> {
    return readActivation(this.#client, devEui, now);
  }

  macVersionOf(devEui: string): Promise<MacVersion> {
    if (Date.now() - this.#profilesSince > profilesHold) {
      this.#profiles = new Profiles(this.#client);
      this.#profilesSince = Date.now();
    }
    return this.#profiles.macVersionOf(devEui);
  }

  inventory(wanted: Wanted): Promise<Inventory> {
    return readChirpStack(this.#client, wanted);
  }

  close(): void {
    this.#client.close();
  }
}
