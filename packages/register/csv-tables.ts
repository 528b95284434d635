import { z } from 'zod';
import { hexSchema, macVersions, siteSchema, slugSchema, weekInSeconds } from '../model/register-entities.ts';

/** A column: how a cell's text becomes a value, and what it wants to see, in words (for messages and documentation). */
const column = <T>(wants: string, schema: z.ZodType<T, string>) => schema.describe(wants);
const optional = <T>(wants: string, schema: z.ZodType<T, string>) => schema.optional().describe(wants);

const slug = () => column('lower-case letters, digits and hyphens, at most 40', slugSchema);
const label = () => column('a name of 1 to 100 characters in UTF-8', z.string().regex(/^[^\p{Cc}\uFFFD]{1,100}$/u));
const optionalHex = (bytes: number) => optional(`${2 * bytes} hexadecimal digits`, hexSchema(bytes));
const hex = (bytes: number) => column(`${2 * bytes} hexadecimal digits`, hexSchema(bytes));
const oneOf = <T extends string>(names: readonly T[]) => column(`one of ${names.join(', ')}`, z.enum(names));

const number = (least: number, most: number, unit: string) =>
  column(
    `a number of ${unit} from ${least} to ${most}, with a decimal point`,
    z
      .string()
      .regex(/^[+-]?\d{1,6}(?:\.\d{1,15})?$/)
      // Adding 0 makes −0 the 0 that it comes back as from the log.
      .transform((text) => Number(text) + 0)
      .pipe(z.number().min(least).max(most)),
  );

const yes = ['true', 'yes', '1'];
const no = ['false', 'no', '0'];
const flag = () =>
  optional(
    'true or false',
    z
      .string()
      .toLowerCase()
      .pipe(z.enum([...yes, ...no]))
      .transform((word) => yes.includes(word)),
  );

const seconds = optional(
  `a whole number of seconds from 1 to ${weekInSeconds}`,
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(weekInSeconds)),
);

const dateWords = 'a date and time with its zone, like 2026-03-01T08:00:00+01:00, or a date alone, which means its midnight in UTC';
const date = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).transform((text) => Date.parse(text));

/** The tables, in the order in which they can be imported into an empty register. An empty cell says nothing. */
export const tables = {
  organisations: z.object({ id: slug(), label: label() }),
  sites: z.object({
    id: slug(),
    organisation: slug(),
    label: label(),
    latitude: number(-90, 90, 'degrees (WGS 84)'),
    longitude: number(-180, 180, 'degrees (WGS 84)'),
    height: number(-500, 9_000, 'metres above the ground'),
    exposure: oneOf(siteSchema.shape.exposure.options),
    subject: oneOf(siteSchema.shape.subject.options),
    plane: oneOf(siteSchema.shape.plane.options),
  }),
  devices: z.object({
    dev_eui: hex(8),
    model: column(
      'vendor/model, a folder of firmware-decoders',
      z.string().regex(/^[a-z0-9][a-z0-9._-]{0,39}\/[a-z0-9][a-z0-9._-]{0,39}$/),
    ),
    disabled: flag(),
    reset_tolerant: flag(),
    interval: seconds,
  }),
  sessions: z.object({
    dev_eui: hex(8),
    mac_version: oneOf(macVersions),
    dev_addr: hex(4),
    nwk_s_key: hex(16),
    s_nwk_s_int_key: optionalHex(16),
    nwk_s_enc_key: optionalHex(16),
    app_s_key: optionalHex(16),
  }),
  assignments: z.object({ dev_eui: hex(8), site: slug(), from: column(dateWords, date), to: optional(dateWords, date) }),
  root_keys: z.object({
    dev_eui: hex(8),
    mac_version: oneOf(macVersions),
    join_eui: optionalHex(8),
    app_key: hex(16),
    nwk_key: optionalHex(16),
  }),
  keks: z.object({
    label: column('a label of 1 to 100 characters, as the join server writes it', z.string().regex(/^[^\p{Cc}\uFFFD]{1,100}$/u)),
    key: column(
      '32, 48 or 64 hexadecimal digits',
      z
        .string()
        .regex(/^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{48}|[0-9a-fA-F]{64})$/)
        .toLowerCase(),
    ),
  }),
};

export type TableName = keyof typeof tables;
export type Row<T extends TableName> = z.infer<(typeof tables)[T]>;

export const tableNames = Object.keys(tables) as TableName[];

export interface Column {
  readonly name: string;
  readonly wants: string;
  readonly required: boolean;
}

export function columnsOf(table: TableName): Column[] {
  return Object.entries<z.ZodType>(tables[table].shape).map(([name, schema]) => ({
    name,
    wants: schema.description ?? '',
    required: !(schema instanceof z.ZodOptional),
  }));
}
