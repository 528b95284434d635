import { Fault, kindOf } from '../data/fault.ts';
import type { Offer } from './offers.ts';
import { hasEvents, type Preview, previewOf, streamPreview } from './preview.ts';

const enoughEvents = 3;

/** Asks as a reader's own program would, and takes the beginning. @throws Fault; an abort is thrown as the browser throws it. */
export async function fetchPreview(address: string, { streams }: Pick<Offer, 'streams'>, signal: AbortSignal): Promise<Preview> {
  const response = await answerTo(address, signal);
  if (!response.ok) throw new Fault(kindOf(response.status));
  if (streams) return streamPreview(await beginningOf(response));
  return previewOf(await response.text(), response.headers.get('content-type')?.includes('json') ?? false);
}

async function answerTo(address: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(address, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new Fault('unreachable', '', error);
  }
}

/** A stream up to its first few events; then it is closed. */
async function beginningOf({ body }: Response): Promise<string> {
  if (!body) throw new Fault('broken');
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    text += value ?? '';
    if (!done && !hasEvents(text, enoughEvents)) continue;
    await reader.cancel();
    return text;
  }
}
