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
/** Marks a setting whose usual value depends on where the program lies: it is not written into a sample. */
export const ofThisMachine = { ofThisMachine: true } as const;

/** Every setting of a schema of nested objects, in order. */
export function settingFields(schema: z.ZodType, path: readonly string[] = []): SettingField[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape).flatMap(([name, field]) => settingFields(field as z.ZodType, [...path, name]));
  }
  return [{ path, variable: variableOf(path), schema, secret: isMarked(schema, 'secret') }];
}

export function variableOf(path: readonly string[]): string {
  const snake = path.map((name) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase());
  return ['VIGIE', ...snake].join('_');
}

/** The schema without what only says that it may be left out. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  const wrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  return wrapped ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}

/** The names that an object at this path may have, through lists and choices; none where there is no object. */
export function shapeAt(schema: z.ZodType, path: readonly string[]): Readonly<Record<string, z.ZodType>> {
  const inner = unwrapped(schema);
  const [name, ...rest] = path;
  if (inner instanceof z.ZodUnion) return Object.assign({}, ...inner.options.map((option) => shapeAt(option as z.ZodType, path)));
  if (inner instanceof z.ZodArray) return name === undefined ? {} : shapeAt(inner.element as z.ZodType, rest);
  if (!(inner instanceof z.ZodObject)) return {};
  const shape = inner.shape as Readonly<Record<string, z.ZodType>>;
  if (name === undefined) return shape;
  const field = shape[name];
  return field ? shapeAt(field, rest) : {};
}

export function isMarked(schema: z.ZodType, mark: 'secret' | 'ofThisMachine'): boolean {
  return schema.meta()?.[mark] === true || (unwrapped(schema) !== schema && isMarked(unwrapped(schema), mark));
}
