import { Problem } from '../../../packages/http/problem.ts';
import type { Inventory } from '../../../packages/inventory/inventory.ts';
import { NetworkServerRefused } from '../../../packages/inventory/refused.ts';
import { readTheThingsStack } from '../../../packages/inventory/the-things-stack/read-export.ts';
import type { Log } from '../../../packages/log/contract.ts';
import type { LogLines } from '../../../packages/observe/log-line.ts';
import { destroyedIn } from '../../../packages/register/destroy-keys.ts';
import type { FollowedRegister } from '../../../packages/register/follow-register.ts';
import type { MasterKey } from '../../../packages/register/master-key.ts';
import { enterSession } from '../../../packages/register/propose-session.ts';
import type { RegisterView } from '../../../packages/register/register-view.ts';
import type { PlainSession } from '../../../packages/register/session-keys.ts';
import { events } from '../events.ts';
import type { ImportAnswer, RegisterDesk } from '../register-desk.ts';
import type { InventoryRequest } from './inventory-request.ts';
import type { AskedServer } from './open-chirpstack.ts';
import { type Plan, planInventory } from './plan-inventory.ts';
import { shownPlan } from './shown-plan.ts';
import { toDecide } from './to-decide.ts';

export interface InventoryParts {
  readonly log: Log;
  readonly desk: RegisterDesk;
  readonly register: FollowedRegister;
  readonly masterKey: MasterKey;
  readonly lines: LogLines;
  readonly now: () => number;
  /** Undefined: the settings name none. */
  readonly chirpstack?: AskedServer | undefined;
  /** Models of the catalogue, `vendor/model`. */
  models(): Promise<readonly string[]>;
}

export interface InventoryAnswer {
  readonly imported: number;
  readonly unchanged: number;
  readonly problems: number;
}

/** Inventories of network servers: what they would change here, and then exactly that. Nothing is kept between the two. */
export class InventoryDesk {
  readonly #parts: InventoryParts;

  constructor(parts: InventoryParts) {
    this.#parts = parts;
  }

  /** What would be added and changed, and what is there no more. Nothing is written. @throws Problem in words */
  async plan(request: InventoryRequest) {
    const { shown } = await this.#planned(request);
    return shown;
  }

  /** Carries out the plan of that mark. @throws Problem in words: nothing has entered */
  async import(request: InventoryRequest): Promise<InventoryAnswer> {
    const { plan, shown } = await this.#planned(request);
    if (request.mark !== plan.mark) throw new Problem(409, 'This is not the plan that was shown', otherPlan);
    const first = shown.decide.find(({ blocks }) => blocks);
    if (first) throw new Problem(409, first.found.en, first.action.en);
    const answer = await this.#carryOut(plan);
    this.#parts.lines.say('info', events.inventoryImported, { source: request.from.server, count: answer.imported });
    return answer;
  }

  async #planned(request: InventoryRequest): Promise<{ plan: Plan; shown: ReturnType<typeof shownPlan> }> {
    const inventory = await this.#read(request);
    const { log, register, masterKey } = this.#parts;
    await register.catchUp();
    const destroyed = new Set((await destroyedIn(log)).map(({ device }) => device));
    const view = register.view;
    const models = (await this.#parts.models()).toSorted();
    const today = new Date(this.#parts.now()).toISOString().slice(0, 10);
    const plan = await planInventory(inventory, request, { register: view, masterKey, models, today, destroyed });
    const { choices, codecs } = request;
    const hasOrganisation = choices.organisation !== undefined && view.organisation(choices.organisation) !== undefined;
    const decide = toDecide(inventory, plan.devices, { choices, hasOrganisation, models, destroyed });
    return { plan, shown: shownPlan(plan, { inventory, register: view, decide, codecs }) };
  }

  async #read({ from }: InventoryRequest): Promise<Inventory> {
    if (from.server === 'the-things-stack') return readTheThingsStack(from.export);
    const { chirpstack, now } = this.#parts;
    if (!chirpstack) throw new Problem(409, 'No ChirpStack is set', noChirpStack);
    const { tenant, positionTags, applications } = from;
    const wanted = { applications, atOnce: chirpstack.atOnce, now, ...(tenant && { tenant }), ...(positionTags && { positionTags }) };
    return chirpstack.server.inventory(wanted).catch((error: unknown) => {
      if (error instanceof NetworkServerRefused) throw new Problem(502, 'ChirpStack did not give its inventory', error.message);
      throw error;
    });
  }

  async #carryOut({ csv, sessions }: Plan): Promise<InventoryAnswer> {
    const answers: ImportAnswer[] = [];
    for (const text of csv) answers.push(await this.#parts.desk.importTable(text));
    const entered = await this.#parts.desk.change((register) => proposals(sessions, register.copy(), this.#parts.masterKey));
    const sum = (count: (answer: ImportAnswer) => number) => answers.reduce((total, answer) => total + count(answer), 0);
    return {
      imported: sum(({ accepted }) => accepted) + entered,
      unchanged: sum(({ unchanged }) => unchanged) + sessions.length - entered,
      problems: sum(({ problems }) => problems.length),
    };
  }
}

/** Those that the register refuses were shown in the plan. */
function proposals(sessions: readonly PlainSession[], draft: RegisterView, masterKey: MasterKey) {
  return sessions.flatMap((plain) => {
    const entered = enterSession(plain, draft, masterKey);
    return Array.isArray(entered) ? [] : [entered];
  });
}

const otherPlan = 'The inventory, the register or the choices have changed since. Look at the new plan, and carry out that one.';
const noChirpStack = 'Set register.chirpstack.url and register.chirpstack.tokenFile (an API key of ChirpStack), and start Vigie again.';
