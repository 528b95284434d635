import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { type SettingField, settingFields } from './setting-fields.ts';
import { WrongSetting } from './wrong-setting.ts';

export interface SettingSources {
  readonly file?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

export type Values = { [name: string]: unknown };

/** What a person has set, before it is checked: the file's values and, over them, the environment's. @throws WrongSetting when the file cannot be read. */
export function givenValues(schema: z.ZodType, { file, env }: SettingSources): Values {
  const values = file ? fromFile(file) : {};
  for (const field of settingFields(schema)) place(values, field, env[field.variable]);
  return values;
}

function fromFile(file: string): Values {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'), withoutEmpty) ?? {};
  } catch (cause) {
    throw new WrongSetting(`The settings file ${file} cannot be read: ${(cause as Error).message.split('\n')[0]}`, { cause });
  }
  if (typeof content === 'object' && !Array.isArray(content)) return content as Values;
  throw new WrongSetting(`The settings file ${file} wants names with values, such as "http:" and below it "  port: 8080".`);
}

/** A name with nothing after it is as if it were not there: a heading whose settings are all commented out. */
const withoutEmpty = (_name: unknown, value: unknown) => value ?? undefined;

function place(values: Values, field: SettingField, text: string | undefined): void {
  if (text === undefined) return;
  const last = field.path.at(-1) ?? '';
  let at = values;
  for (const name of field.path.slice(0, -1)) {
    if (typeof at[name] !== 'object' || at[name] === null) at[name] = {};
    at = at[name] as Values;
  }
  at[last] = meant(field, text);
}

/** The environment knows only text; the schema says what is meant. Text that fits nothing stays text, and the schema refuses it in words. */
function meant(field: SettingField, text: string): unknown {
  const { type } = z.toJSONSchema(field.schema, { io: 'input', unrepresentable: 'any' });
  if (type === undefined || type === 'string') return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** The value at a path, or undefined where the path leads nowhere. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? (at as Values)[name] : undefined), values);
}
