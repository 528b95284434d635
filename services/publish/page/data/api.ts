import { setServerTime } from './clock.ts';
import { Fault, kindOf } from './fault.ts';

/** Beside the page, wherever a reverse proxy has put it. */
const base = new URL('api/v1/', document.baseURI).href;

/** Address of an answer of the API: `api('observations', { site, format: 'csv' })`; what is undefined is left out. */
export function api(path: string, query: Readonly<Record<string, string | number | undefined>> = {}): string {
  const url = new URL(path, base);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  return url.href;
}

/** @throws Fault; an abort is thrown as the browser throws it. */
export async function fetchJson<T>(address: string, signal: AbortSignal): Promise<T> {
  const response = await answerTo(address, signal);
  if (!response.ok) throw new Fault(kindOf(response.status), await detailOf(response));
  try {
    return (await response.json()) as T;
  } catch (error) {
    signal.throwIfAborted();
    throw new Fault('broken', '', error);
  }
}

async function answerTo(address: string, signal: AbortSignal): Promise<Response> {
  try {
    const response = await fetch(address, { signal, headers: { accept: 'application/json' } });
    setServerTime(response.headers.get('date'));
    return response;
  } catch (error) {
    signal.throwIfAborted();
    throw new Fault('unreachable', '', error);
  }
}

async function detailOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.includes('problem+json')) return '';
  const { detail } = (await response.json()) as { detail?: string };
  return detail ?? '';
}
