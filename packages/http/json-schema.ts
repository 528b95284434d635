/** The part of JSON Schema 2020-12 that the API's document is looked into for. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly [other: string]: unknown;
}
