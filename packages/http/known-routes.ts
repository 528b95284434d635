import { Problem } from './problem.ts';
import type { RouteDescription } from './route.ts';

interface Registered {
  readonly method: string | string[];
  readonly url: string;
  readonly config?: { readonly described?: RouteDescription };
}

/** What the server answers to: so that a wrong address and a wrong method are told apart, and that the API's document says it all. */
export class KnownRoutes {
  readonly #methods = new Map<string, Set<string>>();
  readonly #described = new Set<RouteDescription>();

  /** `url` may have parameters: `/api/v1/quarantine/:id`. */
  add({ method, url, config }: Registered): void {
    const methods = this.#methods.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    this.#methods.set(url, methods);
    if (config?.described) this.#described.add(config.described);
  }

  /** In the order in which they were declared. */
  get described(): readonly RouteDescription[] {
    return [...this.#described];
  }

  /** Every method and address, such as `GET /api/v1/sites`. */
  get all(): readonly string[] {
    return [...this.#methods].flatMap(([url, methods]) => [...methods].map((method) => `${method} ${url}`));
  }

  /** 405 with the methods that the address knows; 404 with the addresses that there are, also where a route has found nothing. */
  problem({ method, url: address }: { readonly method: string; readonly url: string }): Problem {
    const path = address.split('?')[0] ?? '';
    const allowed = [...this.#methods].flatMap(([url, methods]) => (fits(url, path) ? [...methods] : []));
    if (allowed.length === 0 || allowed.includes(method))
      return new Problem(404, 'Nothing is here', `There is: ${this.#readable().join(', ')}.`);
    return new Problem(405, 'This address does not know this method', `It knows: ${allowed.join(', ')}.`, { allow: allowed.join(', ') });
  }

  #readable(): string[] {
    return [...this.#methods].flatMap(([url, methods]) => (methods.has('GET') ? [url] : []));
  }
}

function fits(url: string, path: string): boolean {
  const wanted = url.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, at) => part === given[at] || (part.startsWith(':') && given[at] !== ''));
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly knownRoutes: KnownRoutes;
  }
}
