import application from '@chirpstack/chirpstack-api/api/application_grpc_pb.js';
import device from '@chirpstack/chirpstack-api/api/device_grpc_pb.js';
import deviceProfile from '@chirpstack/chirpstack-api/api/device_profile_grpc_pb.js';
import tenant from '@chirpstack/chirpstack-api/api/tenant_grpc_pb.js';
import { type CallOptions, type ChannelCredentials, credentials, Metadata, type requestCallback } from '@grpc/grpc-js';
import { refusalOf } from './refusal-of.ts';

/** Where a ChirpStack answers, and as whom it is asked. */
export interface ChirpStackAddress {
  /** `http://host:8080`, or `https://…` for TLS; without a port, 8080. */
  readonly url: string;
  /** Certificate of the authority, PEM; without it, those that this machine trusts. */
  readonly ca?: Uint8Array;
  /** Read anew before each call, so that a new token counts at once. */
  token(): Promise<string>;
  /** ms for one call; usually 10 000. */
  readonly timeout?: number;
}

type Call<Q, A> = (request: Q, metadata: Metadata, options: CallOptions, done: requestCallback<A>) => unknown;

/**
 * ChirpStack's API over gRPC (API of v4). Connects when it is first asked, and anew by itself after an interruption.
 * Every call rejects with NetworkServerRefused.
 */
export class ChirpStackClient {
  readonly applications: InstanceType<typeof application.ApplicationServiceClient>;
  readonly devices: InstanceType<typeof device.DeviceServiceClient>;
  readonly profiles: InstanceType<typeof deviceProfile.DeviceProfileServiceClient>;
  readonly tenants: InstanceType<typeof tenant.TenantServiceClient>;
  readonly #address: ChirpStackAddress;

  constructor(address: ChirpStackAddress) {
    const { target, secure } = targetOf(address);
    this.#address = address;
    this.devices = new device.DeviceServiceClient(target, secure, channelOptions);
    // One connection for all.
    const shared = { ...channelOptions, channelOverride: this.devices.getChannel() };
    this.applications = new application.ApplicationServiceClient(target, secure, shared);
    this.profiles = new deviceProfile.DeviceProfileServiceClient(target, secure, shared);
    this.tenants = new tenant.TenantServiceClient(target, secure, shared);
  }

  /** One call. @throws NetworkServerRefused; what the file of the token says when it cannot be read */
  async ask<Q, A>(call: Call<Q, A>, request: Q): Promise<A> {
    const metadata = new Metadata();
    metadata.set('authorization', `Bearer ${await this.#address.token()}`);
    const options = { deadline: Date.now() + (this.#address.timeout ?? usualTimeout) };
    return new Promise<A>((resolve, reject) => {
      call(request, metadata, options, (error, answer) => {
        if (error) reject(refusalOf(error));
        else if (answer === undefined) reject(new Error('gRPC gives neither an answer nor an error.'));
        else resolve(answer);
      });
    });
  }

  close(): void {
    this.devices.close();
  }
}

const usualTimeout = 10_000;
const channelOptions = {
  // A list of 500 devices has some 150 KB.
  'grpc.max_receive_message_length': 16 * 2 ** 20,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 30_000,
};

function targetOf({ url, ca }: ChirpStackAddress): { target: string; secure: ChannelCredentials } {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:' ? credentials.createSsl(ca ? Buffer.from(ca) : null) : credentials.createInsecure();
  return { target: `${hostname}:${port || '8080'}`, secure };
}
