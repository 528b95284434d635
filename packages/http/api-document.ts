import type { Words } from '../model/reasons.ts';
import { DocumentWriter } from './document-writer.ts';
import type { JsonSchema } from './json-schema.ts';
import type { Chapter, RouteDescription } from './route.ts';
import { writeOperation } from './write-operation.ts';

export type Language = keyof Words;

/** What the document says of the whole API. */
export interface About {
  readonly title: Words;
  readonly words: Words;
  readonly licence: { readonly name: string; readonly url: string };
  /** The city is invented. */
  readonly simulated: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

export interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: Content & { readonly required: true; readonly description: string };
  readonly responses: Readonly<Record<string, Content & { readonly description: string }>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

/** OpenAPI 3.1. */
export interface ApiDocument {
  readonly openapi: '3.1.0';
  readonly info: Readonly<Record<string, unknown>> & { readonly title: string; readonly description: string };
  readonly tags: readonly { readonly name: Chapter; readonly description: string }[];
  /** By path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const chapters: Readonly<Record<Chapter, Words>> = {
  data: { fr: 'Les données : lieux, séries, mesures, moyennes.', en: 'The data: places, datastreams, observations, averages.' },
  trust: { fr: 'Ce que chaque message est devenu, et pourquoi.', en: 'What became of every message, and why.' },
  live: { fr: 'Ce qui arrive, au moment où cela arrive.', en: 'What comes in, as it comes in.' },
  administration: { fr: 'Réservé à l’administrateur de la ville.', en: 'For the administrator of the city.' },
  operation: { fr: 'Pour qui veille sur le service.', en: 'For those who watch over the service.' },
};

/** The API's document, made from the routes as they are declared: what is checked and what is said cannot differ. */
export function apiDocument(about: About, routes: readonly RouteDescription[], language: Language): ApiDocument {
  const writer = new DocumentWriter(language);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: writeOperation(route, writer) };
  }
  return {
    openapi: '3.1.0',
    info: info(about, writer),
    tags: (Object.keys(chapters) as Chapter[]).map((name) => ({ name, description: writer.say(chapters[name]) })),
    paths,
    components: {
      schemas: { Problem: problem, ...writer.named },
      securitySchemes: { administrator: { type: 'http', scheme: 'bearer', description: writer.say(token) } },
    },
  };
}

function info({ title, words, licence, simulated }: About, writer: DocumentWriter): ApiDocument['info'] {
  return { title: writer.say(title), version: '1', description: writer.say(words), license: licence, 'x-simulated': simulated };
}

const token: Words = { fr: 'Le fichier admin-token du dossier des secrets.', en: 'The file admin-token of the secrets folder.' };

const problem: JsonSchema = {
  type: 'object',
  description: 'What went wrong, where, and what to do (RFC 9457).',
  properties: { type: { type: 'string' }, status: { type: 'integer' }, title: { type: 'string' }, detail: { type: 'string' } },
  required: ['type', 'status', 'title', 'detail'],
};
