import { useEffect, useRef, useState } from 'preact/hooks';
import { asFault } from '../data/fault.ts';
import { loading, type Part } from '../data/part.ts';
import { useFormat } from '../format/use-format.ts';
import { PartView } from '../frame/part-view.tsx';
import { useWords } from '../language/language.ts';
import { fetchPreview } from './fetch-preview.ts';
import type { Offer } from './offers.ts';
import { type Preview, sizeText } from './preview.ts';
import { takeDataWords } from './take-data-words.ts';

/** The first rows of an answer, asked for only when the reader wants them. */
export function PreviewView({ offer, address }: { readonly offer: Offer; readonly address: string }) {
  const w = useWords(takeDataWords);
  const [part, setPart] = useState<Part<Preview> | null>(null);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const ask = async () => {
    running.current?.abort();
    running.current = new AbortController();
    const { signal } = running.current;
    setPart(loading);
    try {
      setPart({ value: await fetchPreview(address, offer, signal) });
    } catch (error) {
      if (!signal.aborted) setPart({ fault: asFault(error) });
    }
  };
  const hide = () => {
    running.current?.abort();
    setPart(null);
  };
  return (
    <div class="preview">
      <button type="button" class="button-plain" aria-expanded={part !== null} onClick={part === null ? ask : hide}>
        {part === null ? (offer.streams ? w.listen : w.preview) : w.hide}
      </button>
      {part !== null && (
        <div aria-live="polite">
          <PartView part={part} again={ask} isEmpty={({ lines }) => lines.length === 0} empty={<p>{w.nothing}</p>}>
            {(preview) => <Rows preview={preview} />}
          </PartView>
        </div>
      )}
    </div>
  );
}

function Rows({ preview: { lines, more, bytes } }: { readonly preview: Preview }) {
  const w = useWords(takeDataWords);
  const { language } = useFormat();
  return (
    <>
      <pre class="code-line preview-lines">
        <code>{lines.join('\n')}</code>
      </pre>
      <p class="quiet">
        {more > 0 && w.more(more)} {bytes !== null && w.size(sizeText(bytes, language))}
      </p>
    </>
  );
}
