import type { FastifyInstance } from 'fastify';
import { type CityFacts, cityRoutes } from './city-routes.ts';
import { liveRoute } from './live-route.ts';
import { type SimulatedParts, simulatedRoutes } from './simulated-routes.ts';

/** What happens now, and what anyone may know of the city itself. */
export function liveRoutes(app: FastifyInstance, parts: SimulatedParts & { readonly city: CityFacts }): void {
  liveRoute(app, parts);
  simulatedRoutes(app, parts);
  cityRoutes(app, parts);
}
