import type { FastifyInstance } from 'fastify';
import { documentRoutes } from '../../packages/http/document-routes.ts';
import type { Log } from '../../packages/log/contract.ts';
import type { Series } from '../../packages/series/contract.ts';
import { licenceOf } from './licence.ts';
import type { LiveView } from './live-view.ts';
import type { OpenPlane } from './open-plane.ts';
import { publishDatastreams } from './publish-datastreams.ts';
import { ledgerRoute } from './publish-ledger.ts';
import { publishObservations } from './publish-observations.ts';
import { publishSites } from './publish-sites.ts';
import { publishWindows } from './publish-windows.ts';

export interface PublishParts {
  readonly log: Log;
  readonly series: Series;
  plane(): Promise<OpenPlane>;
  /** SPDX identifier. */
  readonly licence: string;
  /** The city is invented; every answer says so. */
  readonly simulated: boolean;
  /** Without: nothing is remembered. */
  readonly live?: LiveView;
  readonly now: () => number;
}

/** What anyone may read. This service never writes. */
export function publishRoutes(app: FastifyInstance, parts: PublishParts): void {
  publishSites(app, parts);
  publishDatastreams(app, parts);
  publishObservations(app, parts);
  publishWindows(app, parts);
  ledgerRoute(app, parts);
  documentRoutes(app, about(parts));
}

const about = ({ licence, simulated }: PublishParts) => ({
  title: { fr: 'Interface de données de Vigie', en: 'Vigie data API' },
  words: {
    fr: 'Lecture libre, sans clé, depuis toute page. Les heures sont en UTC. Chaque réponse nomme sa licence et dit si la ville est simulée.',
    en: 'Free to read, without a key, from any page. Times are UTC. Every answer names its licence and says whether the city is simulated.',
  },
  licence: licenceOf(licence),
  simulated,
});
