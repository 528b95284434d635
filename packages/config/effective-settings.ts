import type { z } from 'zod';
import { givenValues, type SettingSources, valueAt } from './given-values.ts';
import { loadSettings } from './load-settings.ts';
import { settingFields } from './setting-fields.ts';
import { shownValue } from './shown-value.ts';

/** A setting as it is in force. */
export interface EffectiveSetting {
  readonly setting: string;
  readonly variable: string;
  /** As JSON; of a secret, its type and length (truth 11). */
  readonly value: string;
  readonly from: 'usual' | 'file' | 'environment';
}

/** Every setting with its value and where that comes from. @throws WrongSetting */
export function effectiveSettings(schema: z.ZodType, from: SettingSources): EffectiveSetting[] {
  const settings = loadSettings(schema, from);
  const inFile = givenValues(schema, { file: from.file, env: {} });
  return settingFields(schema).map((field) => {
    const { path, variable } = field;
    const origin = from.env[variable] !== undefined ? 'environment' : valueAt(inFile, path) !== undefined ? 'file' : 'usual';
    return { setting: path.join('.'), variable, value: shownValue(field, path.at(-1), valueAt(settings, path)), from: origin };
  });
}
