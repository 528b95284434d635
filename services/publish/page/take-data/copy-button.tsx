import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../frame/icon.tsx';
import { useWords } from '../language/language.ts';
import { copyWords } from './copy-words.ts';

/** How long the button says that it has copied, ms. */
const saysSoFor = 3_000;

/** Copies a text; where the browser does not let it, says so and what to do. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const w = useWords(copyWords);
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');
  useEffect(() => {
    const timer = state === 'copied' ? setTimeout(() => setState('ready'), saysSoFor) : undefined;
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <>
      <button type="button" class="button copy" onClick={async () => setState(await copy(text))}>
        <Icon name={state === 'copied' ? 'success' : 'copy'} /> {state === 'copied' ? w.copied : label}
      </button>
      <span role="status" class={state === 'failed' ? 'quiet' : 'visually-hidden'}>
        {state === 'copied' && w.copied}
        {state === 'failed' && w.failed}
      </span>
    </>
  );
}

/** A page that came without encryption has no clipboard, and a reader may refuse it: told to the reader, who can copy by hand. */
async function copy(text: string): Promise<'copied' | 'failed'> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch (error) {
    console.info('The clipboard is not to be had here.', error);
    return 'failed';
  }
}
