import { useEffect, useState } from 'preact/hooks';
import { api } from '../data/api.ts';
import type { Life } from '../data/shapes.ts';
import { useAsked } from '../data/use-asked.ts';
import { Icon } from '../frame/icon.tsx';
import { PartView } from '../frame/part-view.tsx';
import { useWords } from '../language/language.ts';
import { useCell } from '../use-cell.ts';
import { type Kind, kinds } from './examples.ts';
import { LifeView } from './life-view.tsx';
import { lifeWords } from './life-words.ts';
import { openedMessage } from './opened-message.ts';
import { useExamples } from './use-examples.ts';

/** A frame to follow: one of three kinds, or the one that was chosen elsewhere on the page. */
export function FollowedLife() {
  const w = useWords(lifeWords);
  const examples = useExamples();
  const opened = useCell(openedMessage);
  const [picked, pick] = useState<{ readonly kind: Kind; readonly message: string | undefined }>({ kind: 'forwarded', message: undefined });
  // The frame on show stays when newer ones come; the first of its kind is taken when it comes.
  useEffect(() => {
    if (picked.message === undefined && examples[picked.kind]) pick({ ...picked, message: examples[picked.kind] });
  }, [picked, examples[picked.kind]]);
  const choose = (kind: Kind) => {
    openedMessage.set(null);
    pick({ kind, message: examples[kind] });
  };
  const message = opened?.message ?? picked.message;
  return (
    <>
      <fieldset class="life-kinds">
        <legend class="quiet">{w.pick}</legend>
        {kinds.map((kind) => (
          <button type="button" key={kind} class="button" aria-pressed={!opened && picked.kind === kind} onClick={() => choose(kind)}>
            <Icon name={iconOf[kind]} /> {w[kind]}
          </button>
        ))}
        {opened && (
          <span class="life-opened quiet">
            {w.chosen}
            {opened.opener?.isConnected && (
              <button type="button" class="button-plain" onClick={() => goBack(opened.opener)}>
                {w.back}
              </button>
            )}
          </span>
        )}
      </fieldset>
      {message === undefined ? <p class="part-empty">{w.waiting[picked.kind]}</p> : <LifeOf message={message} />}
    </>
  );
}

const iconOf = { forwarded: 'success', duplicate: 'copy', quarantined: 'refusal' } as const;

function goBack(opener: HTMLElement | null): void {
  opener?.scrollIntoView({ block: 'center' });
  opener?.focus({ preventScroll: true });
}

function LifeOf({ message }: { readonly message: string }) {
  const w = useWords(lifeWords);
  const { part, again } = useAsked<Life>(api(`messages/${encodeURIComponent(message)}/life`));
  if (part.value === undefined && part.fault?.kind === 'not_here') return <p class="part-empty">{w.forgotten}</p>;
  return (
    <PartView part={part} again={again}>
      {(life) => <LifeView key={life.message} life={life} />}
    </PartView>
  );
}
