import { stringify } from 'yaml';
import { z } from 'zod';
import { isMarked, unwrapped, variableOf } from './setting-fields.ts';

type Shape = Readonly<Record<string, z.ZodType>>;

/**
 * A settings file that is right as it stands: every setting with its usual value, what it is for, what it may be, and its variable.
 * What has no usual value stands as a comment.
 */
export function sampleOf(schema: z.ZodType, heading: readonly string[]): string {
  return [...heading.map(comment), '', ...shapeLines(unwrapped(schema) as z.ZodObject, []), ''].join('\n');
}

function shapeLines({ shape }: z.ZodObject, path: readonly string[]): string[] {
  return Object.entries(shape as Shape)
    .flatMap(([name, field]) => [...settingLines(name, field, [...path, name]), ''])
    .slice(0, -1);
}

function settingLines(name: string, schema: z.ZodType, path: readonly string[]): string[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject) return [`${name}:`, ...indented(shapeLines(inner, path))];
  const about = [...aboutLines(schema), variableOf(path)].map(comment);
  return [...about, ...valueLines(name, schema), ...itemLines(inner)];
}

/** What it is for, and what it may be. */
function aboutLines(schema: z.ZodType): string[] {
  const { description } = schema;
  const may = mayBe(schema);
  return [...(description === undefined ? [] : [sentence(description)]), ...(may === undefined ? [] : [may])];
}

const sentence = (words: string) => (words.endsWith('.') ? words : `${words}.`);

function mayBe(schema: z.ZodType): string | undefined {
  const { enum: names, type, minimum, maximum } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  if (names) return `One of: ${names.join(', ')}.`;
  if (type === 'boolean') return 'true or false.';
  if (type !== 'integer' && type !== 'number') return undefined;
  const most = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`;
  return minimum === undefined ? undefined : `${minimum}${most || ' or more'}.`;
}

function valueLines(name: string, schema: z.ZodType): string[] {
  const usual = usualValue(schema);
  if (usual === undefined) return [`# ${name}: …`];
  return stringify({ [name]: usual }, { lineWidth: 0 })
    .trimEnd()
    .split('\n');
}

function usualValue(schema: z.ZodType): unknown {
  if (isMarked(schema, 'ofThisMachine')) return undefined;
  const usual = schema.safeParse(undefined);
  return usual.success ? usual.data : undefined;
}

/** Of a list: what each of its items has. */
function itemLines(schema: z.ZodType): string[] {
  if (!(schema instanceof z.ZodArray)) return [];
  const item = unwrapped(schema.element as z.ZodType);
  return item instanceof z.ZodObject ? ['Each has:', ...indented(memberLines(item))].map(comment) : [];
}

function memberLines({ shape }: z.ZodObject): string[] {
  return Object.entries(shape as Shape).flatMap(([name, field]) => {
    const inner = unwrapped(field);
    const usual = usualValue(field);
    const about = aboutLines(field).join(' ');
    const words = [
      about,
      usual === undefined ? '' : `Usually ${JSON.stringify(usual)}.`,
      optional(field) && usual === undefined ? 'May be left out.' : '',
    ];
    const line = `${name}: ${words.filter((part) => part !== '').join(' ')}`.trimEnd();
    return [line, ...(inner instanceof z.ZodUnion ? choiceLines(inner) : [])];
  });
}

function choiceLines({ options }: z.ZodUnion): string[] {
  const objects = (options as readonly z.ZodType[]).filter((option) => option instanceof z.ZodObject);
  return objects.flatMap((option) => indented(['or:', ...indented(memberLines(option))]));
}

const optional = (schema: z.ZodType) => schema.safeParse(undefined).success;
const comment = (line: string) => `# ${line}`.trimEnd();
const indented = (lines: readonly string[]) => lines.map((line) => (line === '' ? '' : `  ${line}`));
