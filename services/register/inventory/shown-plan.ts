import { z } from 'zod';
import type { Inventory } from '../../../packages/inventory/inventory.ts';
import { tableNames } from '../../../packages/register/csv-tables.ts';
import type { RegisterView } from '../../../packages/register/register-view.ts';
import type { Plan } from './plan-inventory.ts';
import type { ToDecide } from './to-decide.ts';

const words = z.object({ fr: z.string(), en: z.string() });
const problemSchema = z.object({
  table: z.enum(tableNames),
  device: z.string().nullable(),
  column: z.string().nullable(),
  reason: z.string(),
});

export const planSchema = z.object({
  mark: z.string().meta({ description: 'Of exactly this plan.', fr: 'De ce plan exactement.' }),
  blocked: z.boolean().meta({ description: 'Something must be decided first.', fr: 'Il faut d’abord décider quelque chose.' }),
  tables: z.array(z.object({ table: z.enum(tableNames), added: z.int(), changed: z.int(), unchanged: z.int() })),
  problems: z.array(problemSchema),
  decide: z.array(z.object({ about: z.string(), blocks: z.boolean(), found: words, action: words })),
  profiles: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      devices: z.int(),
      codecCharacters: z.int().meta({ description: 'Length of its codec; 0: none.', fr: 'Longueur de son codec ; 0 : aucun.' }),
      codec: z.string().optional(),
    }),
  ),
  devices: z.array(
    z.object({
      device: z.string().meta({ description: 'Our reference.', fr: 'Notre référence.' }),
      name: z.string(),
      application: z.string(),
      profile: z.string(),
      model: z.string().nullable(),
      state: z.enum(['added', 'changed', 'unchanged', 'left_out']),
      touched: z
        .array(z.string())
        .meta({ description: 'Tables in which something of it changes.', fr: 'Tables où quelque chose de lui change.' }),
    }),
  ),
  missing: z
    .array(z.object({ device: z.string(), model: z.string() }))
    .meta({ description: 'In the register, not in this inventory.', fr: 'Dans le registre, pas dans cet inventaire.' }),
});

/** What a plan would do, for the person who decides. Names are shown; keys, DevEUIs and DevAddrs are not. */
export function shownPlan(
  plan: Plan,
  { inventory, register, decide, codecs }: { inventory: Inventory; register: RegisterView; decide: readonly ToDecide[]; codecs: boolean },
): z.infer<typeof planSchema> {
  const there = new Set(plan.devices.map(({ ref }) => ref));
  return {
    mark: plan.mark,
    blocked: decide.some(({ blocks }) => blocks),
    tables: plan.tables.map((table) => ({ ...table })),
    problems: plan.problems.map((problem) => ({ ...problem })),
    decide: decide.map((one) => ({ ...one })),
    profiles: inventory.profiles.map(({ id, name, codec = '' }) => ({
      ...{ id, name, devices: inventory.devices.filter(({ profile }) => profile === id).length, codecCharacters: codec.length },
      ...(codecs && codec !== '' ? { codec } : {}),
    })),
    devices: plan.devices.map(({ ref, device, model }) => ({
      ...{ device: ref, name: device.name, application: device.application, profile: device.profile, model: model ?? null },
      state: stateOf(ref, model, plan, register),
      touched: [...new Set(plan.touched.get(ref) ?? [])],
    })),
    missing: register
      .devices()
      .filter(({ ref }) => !there.has(ref))
      .map(({ ref, model }) => ({ device: ref, model })),
  };
}

function stateOf(ref: string, model: string | undefined, { touched, draft }: Plan, register: RegisterView) {
  if (model === undefined || !draft.device(ref)) return 'left_out';
  if (!register.device(ref)) return 'added';
  return touched.has(ref) ? 'changed' : 'unchanged';
}
