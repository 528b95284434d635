import type { z } from 'zod';
import { givenValues, type SettingSources } from './given-values.ts';
import { settingFaults } from './setting-faults.ts';
import { WrongSetting } from './wrong-setting.ts';

/**
 * Settings from one YAML file and, over it, the environment (`VIGIE_…`; lists and objects as JSON).
 * @throws WrongSetting on the first setting that is wrong or unknown.
 */
export function loadSettings<T>(schema: z.ZodType<T>, from: SettingSources): T {
  const [fault] = settingFaults(schema, from);
  if (fault !== undefined) throw new WrongSetting(fault);
  return schema.parse(givenValues(schema, from));
}
