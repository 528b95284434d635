import { z } from 'zod';

/** One setting: where it stands in the file, its environment variable, its schema. */
export interface SettingField {
  readonly path: readonly string[];
  /** `VIGIE_` and the path in capitals: `http.port` is `VIGIE_HTTP_PORT`. */
  readonly variable: string;
  readonly schema: z.ZodType;
  /** Errors show its type and length only (truth 11). */
  readonly secret: boolean;
}

/** Marks a setting whose value must never be shown. */
export const secret = { secret: true } as const;

/** Every setting of a schema of nested objects, in order. */
export function settingFields(schema: z.ZodType, path: readonly string[] = []): SettingField[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape).flatMap(([name, field]) => settingFields(field as z.ZodType, [...path, name]));
  }
  return [{ path, variable: variableOf(path), schema, secret: isSecret(schema) }];
}

export function variableOf(path: readonly string[]): string {
  const snake = path.map((name) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase());
  return ['VIGIE', ...snake].join('_');
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const wrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  return wrapped ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}

function isSecret(schema: z.ZodType): boolean {
  return schema.meta()?.['secret'] === true || (unwrapped(schema) !== schema && isSecret(unwrapped(schema)));
}
