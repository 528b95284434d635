import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { logLines } from '../observe/log-line.ts';
import { Metrics } from '../observe/metrics.ts';
import { requireToken } from './admin-token.ts';
import type { ApiDocument } from './api-document.ts';
import { documentRoutes } from './document-routes.ts';
import { openServer } from './open-server.ts';
import { declareRoute, json } from './route.ts';

const about = {
  title: { fr: 'Les données', en: 'The data' },
  words: { fr: 'Libres.', en: 'Free.' },
  licence: { name: 'A <licence> & more', url: 'https://example.org/l' },
  simulated: true,
};
const thing = z
  .object({ value: z.number().nullable().meta({ description: 'How much.', fr: 'Combien.' }), when: z.iso.datetime() })
  .meta({ id: 'Thing' });

let app: FastifyInstance;
beforeEach(async () => {
  const settings = { host: '127.0.0.1', port: 0, mostRequests: 1_000, proxies: [] };
  app = await openServer(settings, { lines: logLines('test', 'silent'), metrics: new Metrics(), notReady: async () => undefined });
  documentRoutes(app, about);
  declareRoute(app, {
    ...{ method: 'GET', path: '/api/v1/things/:id', chapter: 'data', params: z.strictObject({ id: z.string().max(9) }) },
    summary: { fr: 'Une chose <neuve>.', en: 'A <new> thing.' },
    query: z.strictObject({
      n: z.coerce.number('wants a number').int().min(1).max(9).default(3).meta({ description: 'How many.', fr: 'Combien.' }),
      kind: z.enum(['a', 'b']).optional(),
    }),
    answers: { 200: json({ fr: 'La voici.', en: 'It.' }, z.object({ things: z.array(thing) })) },
    problems: { 404: { fr: 'Il n’y en a pas.', en: 'There is no such thing.' } },
    answer: () => ({ things: [] }),
  });
  declareRoute(app, {
    ...{ method: 'POST', path: '/api/v1/things', chapter: 'administration', token: requireToken('t') },
    summary: { fr: 'Ajouter.', en: 'Add.' },
    body: { mediaType: 'text/csv', words: { fr: 'Une table.', en: 'A table.' } },
    answers: { 202: json({ fr: 'Prise.', en: 'Taken.' }, z.object({ taken: z.literal(true) })) },
    answer: () => ({ taken: true }),
  });
});
afterEach(() => app.close());

const documentOf = async (query = '') => (await app.inject(`/api/v1/openapi.json${query}`)).json<ApiDocument>();

test('a route is in the document as it is checked', async () => {
  const { paths, components } = await documentOf();
  expect(paths['/api/v1/things/{id}']?.['get']).toMatchObject({
    operationId: 'get_things_id',
    tags: ['data'],
    summary: 'A <new> thing.',
    parameters: [
      { name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 9 } },
      {
        name: 'n',
        in: 'query',
        required: false,
        description: 'How many.',
        schema: { type: 'integer', minimum: 1, maximum: 9, default: 3 },
      },
      { name: 'kind', in: 'query', required: false, schema: { enum: ['a', 'b'] } },
    ],
    responses: {
      200: { content: { 'application/json': { schema: { properties: { things: { items: { $ref: '#/components/schemas/Thing' } } } } } } },
      404: {
        description: 'There is no such thing.',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  });
  expect(components['schemas']).toMatchObject({
    Thing: { properties: { value: { type: ['number', 'null'], description: 'How much.' }, when: { type: 'string', format: 'date-time' } } },
    Problem: { required: ['type', 'status', 'title', 'detail'] },
  });
});

test('what every route may refuse is listed, and what only some may is not', async () => {
  const { paths } = await documentOf();
  const statusesOf = (path: string, method: string) => Object.keys(paths[path]?.[method]?.responses ?? {});
  expect(statusesOf('/api/v1/things/{id}', 'get')).toEqual(['200', '304', '400', '404', '429', '500', '503']);
  expect(statusesOf('/api/v1/things', 'post')).toEqual(['202', '400', '401', '413', '415', '429', '500', '503']);
  expect(statusesOf('/healthz', 'get')).toEqual(['200', '304', '400', '500', '503']);
});

test('what wants the token says so', async () => {
  const { paths, components } = await documentOf();
  expect(paths['/api/v1/things']?.['post']).toMatchObject({
    security: [{ administrator: [] }],
    requestBody: { required: true, content: { 'text/csv': {} } },
  });
  expect(paths['/api/v1/things/{id}']?.['get']).not.toHaveProperty('security');
  expect(components['securitySchemes']).toMatchObject({ administrator: { type: 'http', scheme: 'bearer' } });
});

test('both languages, and nothing of one in the other', async () => {
  const [en, fr] = [JSON.stringify(await documentOf()), JSON.stringify(await documentOf('?lang=fr'))];
  expect(en).toContain('How many.');
  expect(en).not.toContain('Combien');
  expect(fr).toContain('Combien.');
  expect(fr).not.toContain('How many');
  expect(JSON.parse(fr).info).toMatchObject({ title: 'Les données', 'x-simulated': true, license: about.licence });
});

test.each([
  ['', 'fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
  ['', 'en-GB,en;q=0.9', 'en'],
  ['', 'de', 'fr'],
  ['', 'friulian', 'fr'],
  ['?lang=en', 'fr', 'en'],
])('the page %s for who reads %s is in %s', async (query, accept, language) => {
  const { headers, body } = await app.inject({ url: `/api${query}`, headers: { 'accept-language': accept } });
  expect(headers).toMatchObject({ 'content-language': language, 'content-type': 'text/html; charset=utf-8', vary: 'Accept-Language' });
  expect(body).toContain(`<html lang="${language}">`);
});

test('French is set as French is: narrow no-break spaces before double signs', async () => {
  const { body } = await app.inject('/api?lang=fr');
  expect(body).toContain('Un paramètre est faux\u202f; le détail le nomme.');
  expect(body).not.toMatch(/[\p{L}] [;:!?]/u);
});

test('the page lists every route, and what is only text in it is no HTML', async () => {
  const { body } = await app.inject('/api?lang=en');
  for (const route of ['GET /api/v1/things/{id}', 'POST /api/v1/things', 'GET /healthz']) expect(body).toContain(`<code>${route}</code>`);
  expect(body).toContain('A &lt;new&gt; thing.');
  expect(body).toContain('A &lt;licence&gt; &amp; more');
  expect(body).not.toContain('<new>');
});

test('the page has no script, and its policy allows its own style alone', async () => {
  const { headers, body } = await app.inject('/api');
  expect(body).not.toMatch(/<script|javascript:| on\w+=| style=/);
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]{43}='; /);
});
