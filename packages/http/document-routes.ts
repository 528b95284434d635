import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type About, type ApiDocument, apiDocument, type Language } from './api-document.ts';
import { documentPage, documentPagePolicy } from './document-page.ts';
import { declareRoute, json } from './route.ts';

const languageQuery = z.strictObject({ lang: z.enum(['fr', 'en']).optional().meta({ description: 'Language.', fr: 'Langue.' }) });

/** `GET /api/v1/openapi.json`, and the same as a page for people: `GET /api`. */
export function documentRoutes(app: FastifyInstance, about: About): void {
  const documents = new Map<Language, ApiDocument>();
  /** Made when first asked for: by then every route is declared. */
  const document = (language: Language) => {
    const made = documents.get(language) ?? apiDocument(about, app.knownRoutes.described, language);
    documents.set(language, made);
    return made;
  };

  declareRoute(app, {
    ...{ method: 'GET', path: '/api/v1/openapi.json', chapter: 'data', query: languageQuery },
    summary: {
      fr: 'Cette interface, décrite pour les programmes (OpenAPI 3.1).',
      en: 'This interface, described for programs (OpenAPI 3.1).',
    },
    answers: { 200: json({ fr: 'Le document.', en: 'The document.' }, z.looseObject({ openapi: z.literal('3.1.0') })) },
    answer: ({ query }) => document(query.lang ?? 'en'),
  });

  declareRoute(app, {
    ...{ method: 'GET', path: '/api', chapter: 'data', query: languageQuery },
    summary: { fr: 'Cette interface, décrite pour les personnes.', en: 'This interface, described for people.' },
    answers: { 200: { words: { fr: 'Une page.', en: 'A page.' }, content: { 'text/html': 'text' } } },
    answer: ({ query, request, reply }) => {
      const language = query.lang ?? languageOf(request.headers['accept-language']);
      reply.headers({ 'content-security-policy': documentPagePolicy, 'content-language': language, vary: 'Accept-Language' });
      return reply.type('text/html; charset=utf-8').send(documentPage(document(language), language));
    },
  });
}

/** The first of both that the header names; French for who names neither. */
function languageOf(header = ''): Language {
  const named = header.toLowerCase().match(/\b(fr|en)\b/);
  return named?.[1] === 'en' ? 'en' : 'fr';
}
