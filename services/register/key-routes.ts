import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { TokenCheck } from '../../packages/http/admin-token.ts';
import { declareRoute, json } from '../../packages/http/route.ts';
import { type DestructionParts, destroyDevice } from './destroy-device.ts';
import { rotateKey } from './rotate-key.ts';

const rotationSchema = z.object({
  epoch: z.int().meta({ description: 'Of the master key in use.', fr: 'De la clé maîtresse en usage.' }),
  written: z.int().meta({ description: 'Records sealed anew.', fr: 'Enregistrements scellés à nouveau.' }),
  remaining: z
    .int()
    .meta({ description: 'Records of the past still under the former key.', fr: 'Enregistrements passés sous l’ancienne clé.' }),
  former: z.enum(['kept', 'dropped']),
});

const destructionSchema = z.object({
  device: z.string(),
  removed: z.int().meta({ description: 'Records of keys removed.', fr: 'Enregistrements de clés retirés.' }),
});
const params = z.strictObject({
  device: z
    .string()
    .regex(/^d-[a-z2-7]{13}$/, 'a device reference')
    .meta({ description: 'Reference of the device.', fr: 'Référence du capteur.' }),
});

/** What administrators do with keys. */
export function addKeys(app: FastifyInstance, token: TokenCheck, parts: DestructionParts): void {
  declareRoute(app, {
    ...{ chapter: 'administration', method: 'POST', path: '/api/v1/keys/rotation', token },
    summary: { fr: 'Changer la clé maîtresse, ou poursuivre.', en: 'Rotate the master key, or go on with it.' },
    answers: { 200: json({ fr: 'Où en est le changement.', en: 'How far it is.' }, rotationSchema) },
    problems: { 409: { fr: 'La clé n’est pas dans un fichier.', en: 'The key lies in no file.' } },
    answer: () => rotateKey(parts),
  });

  declareRoute(app, {
    ...{ chapter: 'administration', method: 'DELETE', path: '/api/v1/devices/:device/keys', token, params },
    summary: { fr: 'Détruire les clés d’un capteur, et ses trames gardées.', en: 'Destroy the keys of a device, and its kept frames.' },
    answers: { 200: json({ fr: 'Elles sont détruites, pour toujours.', en: 'They are destroyed, for ever.' }, destructionSchema) },
    problems: { 404: { fr: 'Ce capteur est inconnu.', en: 'This device is not known.' } },
    answer: ({ params: { device } }) => destroyDevice(parts, device),
  });
}
