import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { TokenCheck } from '../../../packages/http/admin-token.ts';
import { Problem } from '../../../packages/http/problem.ts';
import { declareRoute, json } from '../../../packages/http/route.ts';
import { NoUtf8, readText } from '../read-text.ts';
import { InventoryDesk, type InventoryParts } from './inventory-desk.ts';
import { type InventoryRequest, inventoryRequest } from './inventory-request.ts';
import { planSchema } from './shown-plan.ts';

/** An export of some 10 000 devices of The Things Stack. */
const largestRequest = 32 * 2 ** 20;

const answerSchema = z.object({ imported: z.int(), unchanged: z.int(), problems: z.int() });
const body = {
  mediaType: 'application/json',
  words: {
    fr: 'D’où vient l’inventaire (`from`), ce qu’une personne a décidé (`choices`), et la marque du plan à exécuter (`mark`).',
    en: 'Where the inventory comes from (`from`), what a person has decided (`choices`), and the mark of the plan to be carried out (`mark`).',
  },
  most: largestRequest,
};
const silent = {
  502: { fr: 'Le serveur de réseau n’a pas répondu comme il faut.', en: 'The network server did not answer as it should.' },
};

/** Inventories of network servers: first what an import would do, then exactly that. */
export function addInventory(app: FastifyInstance, token: TokenCheck, parts: InventoryParts): void {
  const desk = new InventoryDesk(parts);
  const route = { chapter: 'administration', method: 'POST', token, body } as const;
  declareRoute(app, {
    ...{ ...route, path: '/api/v1/inventory/plan' },
    summary: { fr: 'Ce qu’importer un inventaire changerait.', en: 'What importing an inventory would change.' },
    answers: { 200: json({ fr: 'Rien n’est écrit.', en: 'Nothing is written.' }, planSchema) },
    problems: { ...silent, 409: { fr: 'Aucun ChirpStack n’est réglé.', en: 'No ChirpStack is set.' } },
    answer: ({ request }) => desk.plan(requestIn(request)),
  });

  declareRoute(app, {
    ...{ ...route, path: '/api/v1/inventory/import' },
    summary: { fr: 'Importer l’inventaire qu’un plan a montré.', en: 'Import the inventory that a plan has shown.' },
    answers: { 200: json({ fr: 'Ce qui est entré.', en: 'What has entered.' }, answerSchema) },
    problems: {
      ...silent,
      409: { fr: 'Ce n’est plus ce plan, ou il reste à décider.', en: 'It is no longer that plan, or something is to be decided first.' },
    },
    answer: ({ request }) => desk.import(requestIn(request)),
  });
}

/** What stands in it is not quoted: a key may (truth 11). */
function requestIn({ body: bytes }: FastifyRequest): InventoryRequest {
  if (!Buffer.isBuffer(bytes))
    throw new Problem(400, 'A JSON request is wanted', 'Send it as the body, with Content-Type: application/json.');
  const read = inventoryRequest.safeParse(jsonIn(bytes));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Problem(400, 'The request is not right', `${issue?.path.join('.') || 'request'}: ${issue?.message ?? 'wrong'}`);
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(readText(bytes, 'The request'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Problem(400, 'The request cannot be read', 'It is no JSON.');
    if (error instanceof NoUtf8) throw new Problem(400, 'The request cannot be read', error.message);
    throw error;
  }
}
