import applicationGrpc from '@chirpstack/chirpstack-api/api/application_grpc_pb.js';
import applicationPb from '@chirpstack/chirpstack-api/api/application_pb.js';
import deviceGrpc from '@chirpstack/chirpstack-api/api/device_grpc_pb.js';
import devicePb from '@chirpstack/chirpstack-api/api/device_pb.js';
import profileGrpc from '@chirpstack/chirpstack-api/api/device_profile_grpc_pb.js';
import profilePb from '@chirpstack/chirpstack-api/api/device_profile_pb.js';
import tenantGrpc from '@chirpstack/chirpstack-api/api/tenant_grpc_pb.js';
import tenantPb from '@chirpstack/chirpstack-api/api/tenant_pb.js';
import commonPb from '@chirpstack/chirpstack-api/common/common_pb.js';
import { type handleUnaryCall, Server, ServerCredentials, type ServiceError, status } from '@grpc/grpc-js';
import { type MacVersion, macVersions } from '../../model/register-entities.ts';

/** Keys as ChirpStack's `DeviceActivation` has them; before LoRaWAN 1.1 the NwkSKey three times. */
export interface Activation {
  readonly devAddr: string;
  readonly fNwkSIntKey: string;
  readonly sNwkSIntKey: string;
  readonly nwkSEncKey: string;
  /** Empty with an outside join server. */
  readonly appSKey: string;
  readonly handedOver?: { readonly kekLabel: string; readonly aesKey: string };
}

export interface FleetDevice {
  readonly devEui: string;
  readonly profile: string;
  readonly application: string;
  name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly joinEui?: string;
  disabled?: boolean;
  readonly skipFCntCheck?: boolean;
  readonly keys?: { readonly nwkKey: string; readonly appKey: string };
  activation?: Activation;
}

export interface Fleet {
  readonly tenant: string;
  readonly applications: readonly { readonly id: string; readonly name: string }[];
  readonly profiles: readonly {
    readonly id: string;
    readonly name: string;
    readonly macVersion: MacVersion;
    readonly codec?: string;
    readonly vendorName?: string;
    readonly deviceName?: string;
  }[];
  readonly devices: FleetDevice[];
}

/** A ChirpStack for tests: speaks its gRPC API by the published definitions, and answers as one does (`chirpstack/src/api` of v4.19). */
export class ChirpStackStandIn implements AsyncDisposable {
  readonly fleet: Fleet;
  /** Whoever bears another one is refused. */
  token: string;
  /** A tenant's own key: it may not list tenants, and what it does not know is not its to see. */
  tenantKey = false;
  /** Calls of each method. */
  readonly calls = new Map<string, number>();
  /** Of all calls at one time. */
  mostAtOnce = 0;
  #now = 0;
  #server = new Server();
  #port = 0;

  constructor(fleet: Fleet, token = 'token-of-the-stand-in') {
    this.fleet = fleet;
    this.token = token;
  }

  static async start(fleet: Fleet): Promise<ChirpStackStandIn> {
    const standIn = new ChirpStackStandIn(fleet);
    await standIn.listen();
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Again at the same port after `stop`. */
  async listen(): Promise<void> {
    this.#server = new Server();
    this.#addServices();
    const address = `127.0.0.1:${this.#port}`;
    this.#port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => (error ? reject(error) : resolve(port)));
    });
  }

  /** As a server that goes down. */
  stop(): void {
    this.#server.forceShutdown();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
  }

  /** The device joins again, or is activated anew. */
  activate(devEui: string, activation: Activation): void {
    this.#device(devEui).activation = activation;
  }

  #addServices(): void {
    const { fleet } = this;
    this.#server.addService(tenantGrpc.TenantServiceService, {
      list: this.#answer('Tenant.List', () => {
        if (this.tenantKey) throw failure(status.UNAUTHENTICATED, '');
        const item = new tenantPb.TenantListItem();
        item.setId(fleet.tenant);
        const answer = new tenantPb.ListTenantsResponse();
        answer.setResultList([item]);
        return answer;
      }),
    });
    this.#server.addService(applicationGrpc.ApplicationServiceService, {
      list: this.#answer('Application.List', (request: InstanceType<typeof applicationPb.ListApplicationsRequest>) => {
        if (request.getTenantId() !== fleet.tenant) throw failure(status.UNAUTHENTICATED, '');
        const answer = new applicationPb.ListApplicationsResponse();
        answer.setResultList(paged(fleet.applications, request).map(applicationItem));
        return answer;
      }),
    });
    this.#server.addService(profileGrpc.DeviceProfileServiceService, {
      list: this.#answer('DeviceProfile.List', (request: InstanceType<typeof profilePb.ListDeviceProfilesRequest>) => {
        const answer = new profilePb.ListDeviceProfilesResponse();
        answer.setResultList(paged(fleet.profiles, request).map(profileItem));
        return answer;
      }),
      get: this.#answer('DeviceProfile.Get', (request: InstanceType<typeof profilePb.GetDeviceProfileRequest>) => {
        const found = fleet.profiles.find(({ id }) => id === request.getId());
        if (!found) throw failure(status.NOT_FOUND, 'Object does not exist');
        const answer = new profilePb.GetDeviceProfileResponse();
        answer.setDeviceProfile(profileOf(found));
        return answer;
      }),
    });
    this.#server.addService(deviceGrpc.DeviceServiceService, {
      list: this.#answer('Device.List', (request: InstanceType<typeof devicePb.ListDevicesRequest>) => {
        const answer = new devicePb.ListDevicesResponse();
        const devices = fleet.devices.filter(({ application }) => application === request.getApplicationId());
        answer.setResultList(paged(devices, request).map(deviceItem));
        return answer;
      }),
      get: this.#answer('Device.Get', (request: InstanceType<typeof devicePb.GetDeviceRequest>) => {
        const answer = new devicePb.GetDeviceResponse();
        answer.setDevice(deviceOf(this.#device(request.getDevEui())));
        return answer;
      }),
      getKeys: this.#answer('Device.GetKeys', (request: InstanceType<typeof devicePb.GetDeviceKeysRequest>) => {
        const { keys } = this.#device(request.getDevEui());
        if (!keys) throw failure(status.NOT_FOUND, 'Object does not exist');
        const answer = new devicePb.GetDeviceKeysResponse();
        const held = new devicePb.DeviceKeys();
        held.setNwkKey(keys.nwkKey);
        held.setAppKey(keys.appKey);
        answer.setDeviceKeys(held);
        return answer;
      }),
      getActivation: this.#answer('Device.GetActivation', (request: InstanceType<typeof devicePb.GetDeviceActivationRequest>) =>
        activationAnswer(request.getDevEui(), this.#device(request.getDevEui()).activation),
      ),
    });
  }

  #device(devEui: string): FleetDevice {
    const found = this.fleet.devices.find((one) => one.devEui === devEui);
    if (found) return found;
    throw this.tenantKey ? failure(status.UNAUTHENTICATED, '') : failure(status.NOT_FOUND, 'Object does not exist');
  }

  #answer<Q, A>(method: string, answer: (request: Q) => A): handleUnaryCall<Q, A> {
    return ({ request, metadata }, done) => {
      this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
      this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#now);
      // In another turn, so that calls overlap as they do over a network.
      setImmediate(() => {
        this.#now -= 1;
        try {
          if (metadata.get('authorization')[0] !== `Bearer ${this.token}`) throw failure(status.UNAUTHENTICATED, 'InvalidToken');
          done(null, answer(request));
        } catch (error) {
          done(error as ServiceError);
        }
      });
    };
  }
}

function failure(code: status, details: string): Partial<ServiceError> {
  return Object.assign(new Error(details), { code, details });
}

function paged<T>(all: readonly T[], request: { getLimit(): number; getOffset(): number }): T[] {
  return all.slice(request.getOffset(), request.getOffset() + request.getLimit());
}

function applicationItem({ id, name }: Fleet['applications'][number]) {
  const item = new applicationPb.ApplicationListItem();
  item.setId(id);
  item.setName(name);
  return item;
}

type Profile = Fleet['profiles'][number];

function profileItem({ id, name, vendorName = '', deviceName = '' }: Profile) {
  const item = new profilePb.DeviceProfileListItem();
  item.setId(id);
  item.setName(name);
  item.setVendorName(vendorName);
  item.setDeviceName(deviceName);
  return item;
}

function profileOf({ id, name, macVersion, codec = '' }: Profile) {
  const profile = new profilePb.DeviceProfile();
  profile.setId(id);
  profile.setName(name);
  profile.setMacVersion(macVersions.indexOf(macVersion) as 0);
  profile.setPayloadCodecScript(codec);
  return profile;
}

function deviceItem({ devEui, name, profile }: FleetDevice) {
  const item = new devicePb.DeviceListItem();
  item.setDevEui(devEui);
  item.setName(name);
  item.setDeviceProfileId(profile);
  return item;
}

function deviceOf(one: FleetDevice) {
  const device = new devicePb.Device();
  device.setDevEui(one.devEui);
  device.setName(one.name);
  device.setApplicationId(one.application);
  device.setDeviceProfileId(one.profile);
  device.setIsDisabled(one.disabled ?? false);
  device.setSkipFcntCheck(one.skipFCntCheck ?? false);
  device.setJoinEui(one.joinEui ?? '0000000000000000');
  for (const [tag, value] of Object.entries(one.tags ?? {})) device.getTagsMap().set(tag, value);
  return device;
}

function activationAnswer(devEui: string, activation: Activation | undefined) {
  const answer = new devicePb.GetDeviceActivationResponse();
  if (!activation) return answer;
  const held = new devicePb.DeviceActivation();
  held.setDevEui(devEui);
  held.setDevAddr(activation.devAddr);
  held.setFNwkSIntKey(activation.fNwkSIntKey);
  held.setSNwkSIntKey(activation.sNwkSIntKey);
  held.setNwkSEncKey(activation.nwkSEncKey);
  held.setAppSKey(activation.appSKey);
  answer.setDeviceActivation(held);
  if (activation.handedOver) answer.setJoinServerContext(joinServerContext(activation.handedOver));
  return answer;
}

function joinServerContext({ kekLabel, aesKey }: NonNullable<Activation['handedOver']>) {
  const envelope = new commonPb.KeyEnvelope();
  envelope.setKekLabel(kekLabel);
  envelope.setAesKey(Uint8Array.from(Buffer.from(aesKey, 'hex')));
  const context = new commonPb.JoinServerContext();
  context.setAppSKey(envelope);
  return context;
}
