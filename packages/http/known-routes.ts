import { Problem } from './problem.ts';

interface Route {
  readonly method: string | string[];
  readonly url: string;
}

/** What the server answers to, so that a wrong address and a wrong method are told apart. */
export class KnownRoutes {
  readonly #methods = new Map<string, Set<string>>();

  /** `url` may have parameters: `/api/v1/quarantine/:id`. */
  add({ method, url }: Route): void {
    const methods = this.#methods.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    this.#methods.set(url, methods);
  }

  /** 405 with the methods that the address knows, or 404 with the addresses that there are. */
  problem(address: string): Problem {
    const path = address.split('?')[0] ?? '';
    const allowed = [...this.#methods].flatMap(([url, methods]) => (fits(url, path) ? [...methods] : []));
    if (allowed.length === 0) return new Problem(404, 'Nothing is here', `There is: ${this.#readable().join(', ')}.`);
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
