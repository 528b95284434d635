import type { Stack } from './cpu-profile.ts';

/** Where a stack's time belongs: to the innermost of our services on it, and to the innermost part (our package or service, or a library). */
export interface StackPlace {
  readonly service: string;
  readonly part: string;
}

const ownFolder = /\/(?:packages|services)\/([a-z0-9-]+)\//;
const service = /\/services\/([a-z0-9-]+)\//;
const library = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;
/** Its time is that of the log or the series that called it; what is spent in the transaction itself is mostly the waiting for the disk. */
const database = 'better-sqlite3';
const transaction = /\/better-sqlite3\/lib\/methods\/transaction\.js$/;
const mqttLibraries = /^(aedes|aedes-.*|mqemitter|mqtt-packet|qlobber|fastparallel|fastfall|fastseries|reusify|bl|retimer)$/;

export function placeOf(stack: Stack): StackPlace {
  const [innermost] = stack;
  if (innermost?.functionName === '(garbage collector)') return { service: 'garbage collector', part: 'garbage collector' };
  const parts = stack.flatMap(({ url }) => partOf(url) ?? []);
  const services = stack.flatMap(({ url }) => service.exec(url)?.[1] ?? []);
  const part = parts[0] ?? 'Node';
  return { service: services[0] ?? withoutService(parts), part: transaction.test(innermost?.url ?? '') ? `${part}: begin, commit` : part };
}

export const isIdle = (stack: Stack) => stack[0]?.functionName === '(idle)';

function partOf(url: string): string | undefined {
  const name = library.exec(url)?.[1];
  if (name === database) return undefined;
  if (name !== undefined) return mqttLibraries.test(name) ? 'aedes' : name;
  return ownFolder.exec(url)?.[0].slice(1, -1);
}

/** Work that goes on after waiting has lost the service that asked for it; some parts have one service only. */
function withoutService(parts: readonly string[]): string {
  if (parts.includes('packages/codec')) return 'decode';
  if (parts.includes('packages/stage') || parts.includes('packages/log')) return 'stages: read, commit';
  if (parts.includes('aedes')) return 'broker';
  return parts.includes('fastify') || parts.includes('prom-client') ? 'http' : 'Node';
}
