import { z } from 'zod';
import type { Words } from '../model/reasons.ts';
import { typeset } from '../model/typeset.ts';
import type { JsonSchema } from './json-schema.ts';

/** Writes words and schemas for one document, in its language. */
export class DocumentWriter {
  readonly #language: keyof Words;
  readonly #named: Record<string, JsonSchema> = {};

  constructor(language: keyof Words) {
    this.#language = language;
  }

  /** Schemas with an id (`.meta({ id })`): gathered here, and referred to. */
  get named(): Readonly<Record<string, JsonSchema>> {
    return this.#named;
  }

  say(words: Words): string {
    return typeset(words)[this.#language];
  }

  schema(from: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const written = z.toJSONSchema(from, { io, override: ({ jsonSchema }) => this.#tidy(jsonSchema) });
    const { $schema: _, $defs, ...schema } = referring(written);
    Object.assign(this.#named, $defs);
    return schema;
  }

  /** Chooses the language; answers may gain members, so that they are not closed; a pattern beside a format says it twice, and at length. */
  #tidy(schema: z.core.JSONSchema.BaseSchema): void {
    if (typeof schema['fr'] === 'string') schema.description = this.say({ fr: schema['fr'], en: schema.description ?? '' });
    delete schema['fr'];
    delete schema.id;
    if (schema.additionalProperties === false) delete schema.additionalProperties;
    if (schema.format !== undefined) delete schema.pattern;
    if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
    if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  }
}

/** Named schemas are among the document's components, and not beneath each schema. */
function referring(schema: unknown): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}
