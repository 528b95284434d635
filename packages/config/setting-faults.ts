import type { z } from 'zod';
import { nearestName } from '../model/nearest-name.ts';
import { givenValues, type SettingSources, type Values, valueAt } from './given-values.ts';
import { type SettingField, settingFields, shapeAt, variableOf } from './setting-fields.ts';
import { shownValue } from './shown-value.ts';

/** Everything that is wrong with the settings, one line each; none: they are right. @throws WrongSetting when the file cannot be read. */
export function settingFaults(schema: z.ZodType, from: SettingSources): string[] {
  const fields = settingFields(schema);
  const values = givenValues(schema, from);
  const parsed = schema.safeParse(values);
  const issues = parsed.success ? [] : parsed.error.issues.map(nearest);
  return [...unknownVariables(fields, from.env), ...issues.flatMap((issue) => wordsOf(schema, fields, values, issue))];
}

/** Also `VIGIE_CONFIG`, which names the file. */
function unknownVariables(fields: readonly SettingField[], env: NodeJS.ProcessEnv): string[] {
  const known = [...fields.map((field) => field.variable), 'VIGIE_CONFIG'];
  const unknown = Object.keys(env).filter((name) => name.startsWith('VIGIE_') && !known.includes(name));
  return unknown.map((name) => `Setting ${name}: no setting has this name; the nearest is ${nearestName(name, known)}.`);
}

function wordsOf(schema: z.ZodType, fields: readonly SettingField[], values: Values, issue: z.core.$ZodIssue): string[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(schema, path, key));
  const field = fields.find((known) => known.path.every((name, at) => path[at] === name));
  const got = shownValue(field, path.at(-1), valueAt(values, path));
  return [`Setting ${path.join('.')} (${variableOf(field?.path ?? path)}): got ${got}, wants ${wanted(issue)}.`];
}

function unknownKey(schema: z.ZodType, path: readonly string[], key: string): string {
  const known = nearestName(key, Object.keys(shapeAt(schema, path)));
  const nearby = known === undefined ? '' : `; the nearest is ${[...path, known].join('.')}`;
  return `Setting ${[...path, key].join('.')}: no setting has this name${nearby}.`;
}

/** Of several forms that a value may have, the one that it came nearest to: where what is wrong lies deepest. */
function nearest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const firsts = issue.errors.flatMap(([first]) => (first ? [nearest(first)] : []));
  const [deepest] = firsts.toSorted((a, b) => depth(b) - depth(a));
  return deepest && depth(deepest) > 0 ? { ...deepest, path: [...issue.path, ...deepest.path] } : issue;
}

/** A name that is unknown within a form lies one deeper than the form. */
function depth({ path, code }: z.core.$ZodIssue): number {
  return path.length + (code === 'unrecognized_keys' ? 1 : 0);
}

function wanted(issue: z.core.$ZodIssue): string {
  return issue.message
    .replace(/^Invalid input: expected /, '')
    .replace(/, received .*$/, '')
    .replace(/^Invalid input$/, 'another form');
}
