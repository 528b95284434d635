import type { z } from 'zod';
import type { Words } from '../model/reasons.ts';
import type { Content, Operation, Parameter } from './api-document.ts';
import type { DocumentWriter } from './document-writer.ts';
import type { Answer, RouteDescription } from './route.ts';

/** A route as an operation of the document. */
export function writeOperation(route: RouteDescription, writer: DocumentWriter): Operation {
  const { method, path, chapter, summary, params, query, body, token } = route;
  return {
    operationId: [method.toLowerCase(), ...path.replace('/api/v1', '').split(/\W+/)].filter((part) => part !== '').join('_'),
    tags: [chapter],
    summary: writer.say(summary),
    parameters: [...parameters('path', params, writer), ...parameters('query', query, writer)],
    ...(body ? { requestBody: { required: true, ...answer({ words: body.words, content: { [body.mediaType]: 'text' } }, writer) } } : {}),
    responses: { ...answers(route, writer), ...refusals(route, writer) },
    ...(token ? { security: [{ administrator: [] }] } : {}),
  };
}

function parameters(place: Parameter['in'], schema: z.ZodType | undefined, writer: DocumentWriter): Parameter[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = writer.schema(schema, 'input');
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    ...{ name, in: place, required: place === 'path' || required.includes(name), schema: rest },
    ...(description === undefined ? {} : { description }),
  }));
}

function answers(route: RouteDescription, writer: DocumentWriter): Operation['responses'] {
  return Object.fromEntries(Object.entries(route.answers).map(([status, one]) => [status, answer(one, writer)]));
}

function answer({ words, content }: Answer, writer: DocumentWriter): Required<Content> & { readonly description: string } {
  const schemas = Object.entries(content).map(([type, schema]) => [
    type,
    { schema: schema === 'text' ? { type: 'string' } : writer.schema(schema, 'output') },
  ]);
  return { description: writer.say(words), content: Object.fromEntries(schemas) };
}

/** Besides what a route names itself. */
const usualRefusals = {
  304: { fr: 'Inchangé depuis l’ETag donné dans If-None-Match.', en: 'Not changed since the ETag in If-None-Match.' },
  400: { fr: 'Un paramètre est faux ; le détail le nomme.', en: 'A parameter is not right; the detail names it.' },
  401: { fr: 'Le jeton de l’administrateur est nécessaire.', en: 'The administrator’s token is needed.' },
  413: { fr: 'Le contenu est trop grand.', en: 'The body is too large.' },
  415: { fr: 'Ce type de contenu n’est pas accepté ici.', en: 'This kind of body is not taken here.' },
  429: { fr: 'Trop de requêtes ; Retry-After dit combien attendre.', en: 'Too many requests; Retry-After says how long to wait.' },
  500: { fr: 'Vigie n’a pas su répondre ; les données ne sont pas touchées.', en: 'Vigie failed to answer; the data are not affected.' },
  503: {
    fr: 'Les données ne peuvent pas être lues maintenant ; Retry-After dit combien attendre.',
    en: 'The data cannot be read now; Retry-After says how long to wait.',
  },
} as const satisfies Record<number, Words>;

function refusals({ method, token, unlimited, problems }: RouteDescription, writer: DocumentWriter): Operation['responses'] {
  const usual = [400, ...(token ? [401] : []), ...(method !== 'GET' ? [413, 415] : []), ...(unlimited ? [] : [429]), 500, 503] as const;
  const words: Readonly<Record<string, Words>> = {
    ...Object.fromEntries(usual.map((status) => [status, usualRefusals[status as 400]])),
    ...problems,
  };
  const refused = Object.entries(words).map(([status, one]) => [status, { description: writer.say(one), content: problemContent }]);
  const unchanged = method === 'GET' ? { 304: { description: writer.say(usualRefusals[304]) } } : {};
  return { ...unchanged, ...Object.fromEntries(refused) };
}

const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
