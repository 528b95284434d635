import type {
  Assignment,
  Device,
  Kek,
  Organisation,
  RegisterEntity,
  RootKeys,
  SessionRecord,
  SessionsRecord,
  Site,
  Spoken,
} from '../model/register-entities.ts';
import { Grouped } from './grouped.ts';
import { LayeredMap } from './layered-map.ts';

/** The key of an entity's record in topic `register`. No identifier is in it, only references. */
export function registerKey(entity: RegisterEntity): string {
  switch (entity.entity) {
    case 'device':
      return `device/${entity.ref}`;
    case 'assignment':
      return `assignment/${entity.device}/${entity.site}/${entity.from}`;
    case 'root_keys':
      return `root_keys/${entity.device}`;
    case 'kek':
      return `kek/${entity.label}`;
    default:
      return `${entity.entity}/${entity.id}`;
  }
}

const spokenSuffix = '/spoken';

/** The key of the record that says that a session was heard. */
export const spokenKey = (session: string): string => `${session}${spokenSuffix}`;

/** What the register says, by every way in which it is asked. Values are frozen; a changed one is another object. */
export class RegisterView {
  #organisations = LayeredMap.empty<Organisation>();
  #sites = LayeredMap.empty<Site>();
  #devices = LayeredMap.empty<Device>();
  #devicesByEui = LayeredMap.empty<Device>();
  #assignments = new Grouped<Assignment>();
  #sessions = LayeredMap.empty<SessionRecord>();
  #sessionsByDevAddr = new Grouped<SessionRecord>();
  #sessionsByDevice = new Grouped<SessionRecord>();
  #spoken = LayeredMap.empty<Spoken>();
  #rootKeys = LayeredMap.empty<RootKeys>();
  #keks = LayeredMap.empty<Kek>();

  organisations(): readonly Organisation[] {
    return [...this.#organisations.values()];
  }

  organisation(id: string): Organisation | undefined {
    return this.#organisations.get(id);
  }

  sites(): readonly Site[] {
    return [...this.#sites.values()];
  }

  site(id: string): Site | undefined {
    return this.#sites.get(id);
  }

  devices(): readonly Device[] {
    return [...this.#devices.values()];
  }

  device(ref: string): Device | undefined {
    return this.#devices.get(ref);
  }

  /** @param devEui 16 hexadecimal digits in lower case. */
  deviceByEui(devEui: string): Device | undefined {
    return this.#devicesByEui.get(devEui);
  }

  assignments(): readonly Assignment[] {
    return this.devices().flatMap((device) => this.assignmentsOf(device.ref));
  }

  assignmentsOf(device: string): readonly Assignment[] {
    return this.#assignments.of(device);
  }

  /** Where the device was at `time` (ms): its beginning is included, its end is not. */
  assignmentAt(device: string, time: number): Assignment | undefined {
    return this.assignmentsOf(device).find(({ from, to }) => from <= time && (to === null || time < to));
  }

  session(id: string): SessionRecord | undefined {
    return this.#sessions.get(id);
  }

  /** The candidates of a frame; a DevAddr is not unique. @param devAddr 8 hexadecimal digits in lower case. */
  sessionsByDevAddr(devAddr: string): readonly SessionRecord[] {
    return this.#sessionsByDevAddr.of(devAddr);
  }

  sessionsOf(device: string): readonly SessionRecord[] {
    return this.#sessionsByDevice.of(device);
  }

  /** Whether a frame of the session was heard. */
  isSpoken(id: string): boolean {
    return this.#spoken.get(id) !== undefined;
  }

  /** Sessions of the same device that began later: once one of them has been heard, this one is over. */
  laterThan(session: SessionRecord): readonly SessionRecord[] {
    const began = session.since ?? Number.NEGATIVE_INFINITY;
    return this.sessionsOf(session.device).filter(({ since }) => since !== undefined && since > began);
  }

  rootKeysOf(device: string): RootKeys | undefined {
    return this.#rootKeys.get(device);
  }

  /** The key-encryption key of that label. */
  kek(label: string): Kek | undefined {
    return this.#keks.get(label);
  }

  keks(): readonly Kek[] {
    return [...this.#keks.values()];
  }

  /** The record that stands under a key of either topic: an entity's (`site/…`) or a session's (`s-…`). */
  standing(key: string): RegisterEntity | SessionRecord | undefined {
    return this.#entityAt(key) ?? this.#sessions.get(key);
  }

  /** Takes in a record of topic `register`; null removes. */
  apply({ key, entity }: { readonly key: string; readonly entity: RegisterEntity | null }): void {
    const before = this.#entityAt(key);
    if (before !== undefined) this.#forget(before);
    if (entity !== null) this.#remember(frozen(entity));
  }

  /** By a key as `registerKey` makes it. */
  #entityAt(key: string): RegisterEntity | undefined {
    const [kind, name = '', ...more] = key.split('/');
    switch (kind) {
      case 'organisation':
        return this.#organisations.get(name);
      case 'site':
        return this.#sites.get(name);
      case 'device':
        return this.#devices.get(name);
      case 'assignment':
        return this.assignmentsOf(name).find(({ site, from }) => `${site}/${from}` === more.join('/'));
      case 'root_keys':
        return this.#rootKeys.get(name);
      case 'kek':
        // People wrote the label: it may hold anything.
        return this.#keks.get([name, ...more].join('/'));
      default:
        return undefined;
    }
  }

  /** Takes in a record of topic `sessions`; null removes. */
  applySession(key: string, record: SessionsRecord | null): void {
    if (record !== null && 'spoken' in record) this.#spoken.set(record.spoken, record);
    else if (record === null && key.endsWith(spokenSuffix)) this.#spoken.delete(key.slice(0, -spokenSuffix.length));
    else this.#takeSession(key, record);
  }

  #takeSession(id: string, session: SessionRecord | null): void {
    const before = this.#sessions.get(id);
    if (before !== undefined) {
      this.#sessionsByDevAddr.remove(before.devAddr, before);
      this.#sessionsByDevice.remove(before.device, before);
    }
    this.#sessions.delete(id);
    if (session === null) return;
    const after = frozen(session);
    this.#sessions.set(id, after);
    this.#sessionsByDevAddr.add(after.devAddr, after);
    this.#sessionsByDevice.add(after.device, after);
  }

  /** Another view that says the same and changes by itself; the values are shared. */
  copy(): RegisterView {
    const copy = new RegisterView();
    copy.#organisations = this.#organisations.copy();
    copy.#sites = this.#sites.copy();
    copy.#devices = this.#devices.copy();
    copy.#devicesByEui = this.#devicesByEui.copy();
    copy.#assignments = this.#assignments.copy();
    copy.#sessions = this.#sessions.copy();
    copy.#sessionsByDevAddr = this.#sessionsByDevAddr.copy();
    copy.#sessionsByDevice = this.#sessionsByDevice.copy();
    copy.#spoken = this.#spoken.copy();
    copy.#rootKeys = this.#rootKeys.copy();
    copy.#keks = this.#keks.copy();
    return copy;
  }

  #remember(entity: RegisterEntity): void {
    switch (entity.entity) {
      case 'organisation':
        this.#organisations.set(entity.id, entity);
        return;
      case 'site':
        this.#sites.set(entity.id, entity);
        return;
      case 'device':
        this.#devices.set(entity.ref, entity);
        this.#devicesByEui.set(entity.devEui, entity);
        return;
      case 'assignment':
        this.#assignments.add(entity.device, entity);
        return;
      case 'root_keys':
        this.#rootKeys.set(entity.device, entity);
        return;
      case 'kek':
        this.#keks.set(entity.label, entity);
    }
  }

  #forget(entity: RegisterEntity): void {
    switch (entity.entity) {
      case 'organisation':
        this.#organisations.delete(entity.id);
        return;
      case 'site':
        this.#sites.delete(entity.id);
        return;
      case 'device':
        this.#devices.delete(entity.ref);
        this.#devicesByEui.delete(entity.devEui);
        return;
      case 'assignment':
        this.#assignments.remove(entity.device, entity);
        return;
      case 'root_keys':
        this.#rootKeys.delete(entity.device);
        return;
      case 'kek':
        this.#keks.delete(entity.label);
    }
  }
}

/** Assigned rather than spread: the engine reads a frozen spread 20 times more slowly (DECISIONS.md). */
function frozen<T extends object>(value: T): T {
  return Object.freeze(Object.assign({}, value));
}
