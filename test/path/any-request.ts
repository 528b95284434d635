import fc from 'fast-check';
import type { ApiDocument, Operation, Parameter } from '../../packages/http/api-document.ts';
import type { JsonSchema } from '../../packages/http/json-schema.ts';

/** A request, and the operation of the document that it is meant for. */
export interface AnyRequest {
  readonly path: string;
  readonly operation: Operation;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string | undefined;
}

/** What the generator cannot guess: values that exist, by parameter, and a token that is right. */
export interface Hints {
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly token: string;
}

const absent = Symbol('absent');
type Given = string | typeof absent;

/** Requests made from the API's document: right values, wrong ones, odd headers, methods that are not there. */
export function anyRequest({ paths }: ApiDocument, hints: Hints): fc.Arbitrary<AnyRequest> {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase() as AnyRequest['method'], operation })),
  );
  return fc.constantFrom(...operations).chain((one) => fc.oneof(rightRequest(one, hints), oddRequest(one, hints)));
}

type Meant = Pick<AnyRequest, 'path' | 'method' | 'operation'>;

/** As the document says. */
function rightRequest({ path, method, operation }: Meant, hints: Hints): fc.Arbitrary<AnyRequest> {
  const authorization = { authorization: `Bearer ${hints.token}` };
  return fc
    .record({
      values: fc.tuple(...operation.parameters.map((one) => sometimes(one, knownOrRight(one, hints)))),
      headers: fc.constant({
        ...(operation.security ? authorization : {}),
        ...(operation.requestBody ? { 'content-type': 'text/csv' } : {}),
      }),
      payload: operation.requestBody ? bodyOf(hints) : fc.constant(undefined),
    })
    .map(({ values, ...request }) => ({ path, method, operation, ...request, url: urlOf(path, operation, values, undefined) }));
}

/** Something may be wrong anywhere. */
function oddRequest({ path, method, operation }: Meant, hints: Hints): fc.Arbitrary<AnyRequest> {
  return fc
    .record({
      values: fc.tuple(
        ...operation.parameters.map((one) => sometimes(one, fc.oneof(knownOrRight(one, hints), rightValue(one.schema), anyText))),
      ),
      extra: fc.option(fc.tuple(fc.string({ minLength: 1, maxLength: 5 }), anyText), { nil: undefined, freq: 3 }),
      method: mostly(fc.constant(method), fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH')),
      headers: headersFor(operation, hints),
      payload: operation.requestBody ? bodyOf(hints) : fc.constant(undefined),
    })
    .map(({ values, extra, ...request }) => ({ path, operation, ...request, url: urlOf(path, operation, values, extra) }));
}

const anyText = fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 8 }));

/** Nine times of ten the first. */
function mostly<A, B>(usual: fc.Arbitrary<A>, odd: fc.Arbitrary<B>): fc.Arbitrary<A | B> {
  return fc.oneof({ arbitrary: usual, weight: 9 }, { arbitrary: odd, weight: 1 });
}

/** A parameter of the path always, one of the query now and then. */
function sometimes({ in: place }: Parameter, value: fc.Arbitrary<string>): fc.Arbitrary<Given> {
  return place === 'path' ? value : fc.oneof({ arbitrary: fc.constant(absent), weight: 2 }, { arbitrary: value, weight: 1 });
}

function knownOrRight({ name, schema }: Parameter, { values }: Hints): fc.Arbitrary<string> {
  const known = values[name];
  return known ? fc.constantFrom(...known) : rightValue(schema);
}

function rightValue({ type, format, enum: choices, minimum, maximum }: JsonSchema): fc.Arbitrary<string> {
  if (Array.isArray(choices)) return fc.constantFrom(...choices.map(String));
  if (format === 'date-time')
    return fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
  if (type === 'integer') return fc.integer({ min: Number(minimum ?? -1_000), max: Number(maximum ?? 1_000) }).map(String);
  return fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
}

function headersFor({ security }: Operation, { token }: Hints): fc.Arbitrary<Record<string, string>> {
  const right = security ? { authorization: `Bearer ${token}` } : {};
  const value = fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, '?'));
  const odd = fc.record(
    {
      accept: fc.oneof(fc.constantFrom('text/csv', 'application/geo+json', '*/*', 'text/html'), value),
      'accept-language': value,
      authorization: fc.oneof(value, fc.constant(`Bearer ${token}x`)),
      'content-type': fc.oneof(fc.constantFrom('text/csv', 'application/json', 'text/csv; charset=utf-16', 'multipart/form-data'), value),
      'if-none-match': fc.oneof(fc.constantFrom('*', '"x"', 'W/"x", *'), value),
      'last-event-id': value,
      origin: fc.oneof(fc.constant('https://example.org'), value),
      range: fc.constantFrom('bytes=0-1', 'bytes=x'),
      'x-forwarded-for': value,
      'x-http-method-override': fc.constantFrom('DELETE', 'PUT'),
    },
    { requiredKeys: [] },
  );
  return fc.oneof({ arbitrary: fc.constant(right), weight: 1 }, { arbitrary: odd.map((headers) => ({ ...right, ...headers })), weight: 1 });
}

function bodyOf({ values }: Hints): fc.Arbitrary<string | undefined> {
  const cell = fc.oneof(fc.constantFrom(...Object.values(values).flat()), fc.string({ unit: 'grapheme', maxLength: 8 }));
  const table = fc
    .tuple(
      fc.constantFrom('id,label', 'dev_eui,site,from,to', 'dev_eui,model,disabled,reset_tolerant', 'a,b'),
      fc.array(fc.array(cell, { maxLength: 5 })),
    )
    .map(([header, rows]) => [header, ...rows.map((row) => row.join(','))].join('\n'));
  return fc.oneof(table, fc.string(), fc.constant(undefined));
}

function urlOf(path: string, { parameters }: Operation, values: readonly Given[], extra: readonly [string, string] | undefined): string {
  let address = path;
  const query: string[] = [];
  for (const [n, { name, in: place }] of parameters.entries()) {
    const value = values[n] ?? absent;
    if (value === absent) continue;
    if (place === 'path') address = address.replace(`{${name}}`, encoded(value === '' ? '-' : value));
    else query.push(`${name}=${encoded(value)}`);
  }
  if (extra) query.push(extra.map(encoded).join('='));
  return query.length > 0 ? `${address}?${query.join('&')}` : address;
}

/** A lone surrogate has no UTF-8; the sign that takes its place is sent. */
const encoded = (text: string) => encodeURIComponent(Buffer.from(text).toString());
