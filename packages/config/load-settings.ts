import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { type SettingField, settingFields, variableOf } from './setting-fields.ts';

/** A wrong setting: one line that says which, what it got (of a secret: type and length) and what it wants. */
export class WrongSetting extends Error {
  override readonly name = 'WrongSetting';
}

type Values = { [name: string]: unknown };

/**
 * Settings from one YAML file and, over it, the environment (`VIGIE_…`; lists and objects as JSON).
 * @throws WrongSetting on the first setting that is wrong or unknown.
 */
export function loadSettings<T>(schema: z.ZodType<T>, from: { file?: string | undefined; env: NodeJS.ProcessEnv }): T {
  const fields = settingFields(schema);
  const values = from.file ? fromFile(from.file) : {};
  for (const field of fields) place(values, field, from.env[field.variable]);
  refuseUnknownVariables(fields, from.env);
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw wrong(fields, values, nearest(parsed.error.issues[0]));
}

function fromFile(file: string): Values {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (cause) {
    throw new WrongSetting(`The settings file ${file} cannot be read: ${(cause as Error).message.split('\n')[0]}`, { cause });
  }
  if (typeof content === 'object' && !Array.isArray(content)) return content as Values;
  throw new WrongSetting(`The settings file ${file} wants names with values, such as "http:" and below it "  port: 8080".`);
}

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

function refuseUnknownVariables(fields: readonly SettingField[], env: NodeJS.ProcessEnv): void {
  const known = new Set([...fields.map((field) => field.variable), 'VIGIE_CONFIG']);
  const unknown = Object.keys(env).find((name) => name.startsWith('VIGIE_') && !known.has(name));
  if (unknown) throw new WrongSetting(`Setting ${unknown}: no setting has this name. Known: ${[...known].join(', ')}.`);
}

function wrong(fields: readonly SettingField[], values: Values, issue: z.core.$ZodIssue | undefined): WrongSetting {
  const path = (issue?.path ?? []).map(String);
  if (issue?.code === 'unrecognized_keys') {
    return new WrongSetting(`Setting ${[...path, issue.keys[0]].join('.')}: no setting has this name.`);
  }
  const field = fields.find((known) => known.path.every((name, at) => path[at] === name));
  const got = path.reduce<unknown>((at, name) => (at as Values | undefined)?.[name], values);
  const shown = field?.secret || isSecretName(path.at(-1)) ? typeAndLength(got) : (JSON.stringify(got, hideSecrets) ?? 'nothing');
  return new WrongSetting(`Setting ${path.join('.')} (${variableOf(field?.path ?? path)}): got ${shown}, wants ${wanted(issue)}.`);
}

/** Of several forms that a value may have, the one that it came nearest to: where what is wrong lies deepest. */
function nearest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const [deepest] = issue.errors.flatMap(([first]) => nearest(first) ?? []).toSorted((a, b) => b.path.length - a.path.length);
  return deepest && deepest.path.length > 0 ? { ...deepest, path: [...issue.path, ...deepest.path] } : issue;
}

/** Inside lists of sources the schema's marks are out of reach of a path; the names say enough. */
function isSecretName(name = ''): boolean {
  return /password|token|key|secret/i.test(name);
}

/** For JSON.stringify: what a wrong setting holds beside a secret is shown, the secret is not. */
function hideSecrets(name: string, value: unknown): unknown {
  return isSecretName(name) ? typeAndLength(value) : value;
}

function typeAndLength(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? `text of ${value.length} characters` : `a value of type ${typeof value}`;
}

function wanted(issue: z.core.$ZodIssue | undefined): string {
  const words = issue?.message ?? 'another value';
  return words
    .replace(/^Invalid input: expected /, '')
    .replace(/, received .*$/, '')
    .replace(/^Invalid input$/, 'another form');
}
